// An intake that stops for ever between the append and everything that follows: the spec kills it there.
// Arguments: the broker, the database, then the topics, as JSON.
import type { ReplyBook } from '#application';
import { type IntakeTopics, startIntake } from '#application/intake';
import { openEventLog } from '#postgres';

import { openTestBus } from './kafka-for-tests.js';
import { intakeParts } from './running-intake.js';
import { smallObservatory } from './small-observatory.js';

const [broker = '', url = '', topics = '{}'] = process.argv.slice(2);

const its = JSON.parse(topics) as IntakeTopics;

const neverKept: ReplyBook = {
  find: (keys) => Promise.resolve(keys.map(() => undefined)),
  keep: () => {
    process.stdout.write('appended\n');
    return new Promise(() => undefined);
  },
};

const store = await openEventLog({ url });
const { services } = smallObservatory(store);
const bus = openTestBus({ brokers: [broker] });
const { sources, size, group, sessionTimeoutMs } = intakeParts({
  ...{ bus, services, replies: neverKept },
  topics: its,
});
startIntake({
  bus,
  ground: { services, sources, replies: neverKept, topics: its },
  ...{ size, group, sessionTimeoutMs },
  observer: { answered: () => undefined, postponed: () => undefined },
  monotonicMs: () => performance.now(),
});
