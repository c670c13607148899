import type { Catalogue } from '#catalogue';
import type { Actor, Cause } from '#kernel';

import type { CampaignRegister } from './campaigns/campaign-register.js';
import type { SchoolDirectory } from './directory.port.js';
import type { EventStore } from './event-store.port.js';

/** What the use cases stand on. */
export type Services = {
  readonly store: EventStore;
  readonly catalogue: Catalogue;
  readonly directory: SchoolDirectory;
  readonly register: CampaignRegister;
  /** The time, ISO 8601. */
  readonly clock: () => string;
  /** A new UUID. */
  readonly newId: () => string;
};

/** A message that asks for something: what it has recorded in a stream is not done again there. */
export type AskingMessage = {
  /** UUID, given by its sender. */
  readonly id: string;
  /** SHA-256 of what it asks, hexadecimal: the same id with another digest is another message. */
  readonly digest: string;
};

/** Who asks, and for what reason: it is recorded with every event that follows. */
export type RequestContext = {
  readonly actor: Actor;
  /** Absent: what the event itself tells (a submission, a correction …). An import says `import`. */
  readonly cause?: Cause;
  /** Groups everything that one request or one file caused. */
  readonly correlationId: string;
  /** The message that asks, where one does: its id is the causation of what follows. */
  readonly message?: AskingMessage;
  /** Everything that follows is made up for a demonstration. */
  readonly synthetic?: true;
};

const parisDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris', dateStyle: 'short' });

const dayFinder = (): ((instant: string) => string) => {
  let known: { readonly hour: string; readonly day: string } | undefined;
  return (instant) => {
    const hour = instant.slice(0, 13);
    if (known?.hour === hour && instant.endsWith('Z')) return known.day;
    const day = parisDay.format(new Date(instant));
    if (instant.endsWith('Z')) known = { hour, day };
    return day;
  };
};

/**
 * The day (YYYY-MM-DD) of an instant as campaigns count them: in legal time of metropolitan France, whose days begin
 * on the hour of UTC.
 */
export const dayOf = dayFinder();
