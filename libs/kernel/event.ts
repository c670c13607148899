import type { Brand } from './brand.js';

/** Why a figure may have changed. Recorded with each event from the first day: it cannot be added later. */
export const causes = [
  'submission',
  'correction',
  'rule-change',
  'definition-change',
  'territory-change',
  'erasure',
  'import',
] as const;
export type Cause = (typeof causes)[number];

/** An opaque account or machine, never a name: the identity provider alone knows whose it is. */
export type Actor = { readonly role: string; readonly id: string };

export type EventMetadata = {
  readonly actor: Actor;
  readonly cause: Cause;
  /** Groups everything that one request or one file caused. */
  readonly correlationId: string;
  /** The event or message that led to this one. */
  readonly causationId?: string;
  /** Two-character code of the académie, for partitioning; absent for national facts. */
  readonly academy?: string;
  /** True when the fact was made up for a demonstration: shown wherever it has an effect. */
  readonly synthetic?: true;
};

/** What a decider produces: a stable type name and data in its latest shape. */
export type DomainEvent = { readonly type: string; readonly data: unknown };

/** An event on its way to the log. */
export type NewEvent = {
  /** UUID; the idempotency key within its stream. */
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: unknown;
  /** `data` as JSON, where whoever made it has it already; absent, the log writes it. */
  readonly json?: string;
  readonly metadata: EventMetadata;
};

/** Where an event stands in the total order of the log. Positions grow, with holes. 0 is before the first. */
export type Position = Brand<bigint, 'Position'>;

export const position = (value: bigint): Position => value as Position;
export const beginning: Position = position(0n);

/** An event as the log gives it back. `data` is still raw: its context's codec decodes it. */
export type RecordedEvent = Omit<NewEvent, 'json'> & {
  readonly stream: string;
  /** 1 for the first event of a stream, then dense. */
  readonly revision: number;
  readonly position: Position;
  /** ISO 8601, UTC, microseconds kept by the log. */
  readonly recordedAt: string;
};
