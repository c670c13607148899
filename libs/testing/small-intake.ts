import { type IntakeGround, takeIn } from '../application/intake/take-in.js';
import type { IntakeSources, SourceScope } from '../application/intake/admission.js';

import { incoming } from './inbound-messages.js';
import { InMemoryEventStore } from './in-memory-event-store.js';
import { inMemoryReplyBook } from './in-memory-reply-book.js';
import { openedSmallObservatory, testUai } from './small-observatory.js';
import { TroubledStore } from './troubled-store.js';

export const from = { topic: 'inbound', partition: 2 };
const topics = { inbound: 'inbound', replies: 'replies', deadLetters: 'dead' };
const sources: IntakeSources = new Map<string, SourceScope>([
  ['outil-a', '*'],
  ['outil-aix', ['02']],
  ['outil-toulouse', ['16', '13']],
]);

/** An intake over the small observatory, with a log that can be troubled and replies in memory. */
export const openedSmallIntake = async () => {
  const store = new TroubledStore(new InMemoryEventStore());
  const { services, moment } = await openedSmallObservatory(store);
  const book = inMemoryReplyBook();
  const ground: IntakeGround = { services, sources, replies: book, topics };
  const take = (...contents: Parameters<typeof incoming>[0][]) =>
    takeIn(ground, { ...from, messages: contents.map((content) => incoming(content)) });
  const events = async (number = 1) =>
    (await store.readStream(`response-essai-2014.${testUai(number)}`)).map(({ type }) => type);
  return { ground, store, services, moment, book, take, events };
};
