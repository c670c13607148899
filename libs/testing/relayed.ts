import { randomUUID } from 'node:crypto';

import type { Bus, BusSubscription, EventStore, IncomingBatch } from '#application';
import { isWatermark, readMessage, topicOf } from '#contracts/integration';
import { beginning } from '#kernel';

import { newEvent, type OnStream, opening, respondent, submission } from './small-survey.js';

/** What one partition carried, in order. */
export type Carried = {
  readonly ids: string[];
  readonly keys: string[];
  readonly positions: bigint[];
  /** The highest watermark, and the positions of events that came after one at or beyond theirs for the first time. */
  watermark: bigint;
  readonly late: bigint[];
};

const note = (carried: Carried, { key, value }: IncomingBatch['messages'][number]): void => {
  const read = readMessage(value?.toString() ?? '');
  if (!read.ok) throw new Error(read.error);
  const position = BigInt(read.value.position);
  if (isWatermark(read.value)) {
    if (position > carried.watermark) carried.watermark = position;
    return;
  }
  const { id } = read.value;
  if (!carried.ids.includes(id) && position <= carried.watermark) carried.late.push(position);
  carried.ids.push(id);
  carried.keys.push(key?.toString() ?? '');
  carried.positions.push(position);
};

/** Reads topics of events from their beginning, and keeps what each partition carries. */
export class Reading {
  readonly partitions = new Map<string, Carried>();
  readonly ids = new Set<string>();
  private readonly subscription: BusSubscription;

  constructor(bus: Bus, topics: readonly string[]) {
    this.subscription = bus.subscribe({
      topics,
      group: `test.${randomUUID()}`,
      onBatch: ({ topic, partition, messages }) => {
        const name = `${topic}/${String(partition)}`;
        const carried = this.partitions.get(name) ?? {
          ids: [],
          keys: [],
          positions: [],
          watermark: -1n,
          late: [],
        };
        this.partitions.set(name, carried);
        for (const message of messages) note(carried, message);
        for (const id of carried.ids.slice(-messages.length)) this.ids.add(id);
        return Promise.resolve();
      },
    });
  }

  stop(): Promise<void> {
    return this.subscription.stop();
  }
}

/** By key, the positions as they first came: what a consumer that leaves out repeats has seen. */
export const firstPositionsByKey = ({ keys, positions, ids }: Carried) => {
  const seen = new Set<string>();
  const byKey = new Map<string, bigint[]>();
  ids.forEach((id, index) => {
    if (seen.has(id)) return;
    seen.add(id);
    const key = keys[index] ?? '';
    byKey.set(key, [...(byKey.get(key) ?? []), positions[index] ?? 0n]);
  });
  return byKey;
};

const schoolOf = (index: number): string => `${String(1_000_000 + index).slice(-7)}A`;

const appendAll = async (store: EventStore, facts: readonly (OnStream & { round: number })[]) => {
  const outcomes = await store.appendMany(
    facts.map((fact) => ({
      stream: fact.stream,
      expectedRevision: fact.round,
      events: [newEvent(fact, fact.round)],
    })),
  );
  const refused = outcomes.find(({ ok }) => !ok);
  if (refused !== undefined) throw new Error(JSON.stringify(refused));
};

/** Opens a campaign of so many schools. */
export const openSmallCampaign = async (store: EventStore, schools: number): Promise<void> => {
  const respondents = Array.from({ length: schools }, (_, index) => respondent(schoolOf(index)));
  for (const [round, fact] of opening({ campaign: 'small-2014', respondents }).entries())
    await appendAll(store, [{ ...fact, round }]);
};

/** Each school sends answers: one event a school and round, a school's in the order of its rounds. */
export const submitRounds = async (
  store: EventStore,
  { schools, from, to }: { readonly schools: number; readonly from: number; readonly to: number },
): Promise<void> => {
  for (let round = from; round < to; round += 1)
    for (let first = 0; first < schools; first += 1_000) {
      const part = Array.from({ length: Math.min(1_000, schools - first) }, (_, offset) => {
        const uai = schoolOf(first + offset);
        const answers = { pupils: round, computers: offset };
        return { ...submission({ campaign: 'small-2014', uai, answers }), round };
      });
      await appendAll(store, part);
    }
};

/** The ids of the whole log, in its order. */
export const idsOfLog = async (store: EventStore): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let after = beginning; ;) {
    const events = await store.readAll(after, 5_000);
    const last = events.at(-1);
    if (last === undefined) return ids;
    ids.push(...events.map(({ id }) => id));
    after = last.position;
  }
};

export const smallTopics = (prefix: string): readonly string[] => [
  topicOf('campaign', prefix),
  topicOf('response', prefix),
];
