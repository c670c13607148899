import type { Bilingual } from '#kernel';

import type { Bus, TopicFound, TopicSettings } from '../bus.port.js';
import type { KeySpread, RelayCheckpoint } from './checkpoint.port.js';

/** The topics of a relay as they are, and over how many partitions of each its keys are spread. */
export type RelayTopics = {
  readonly found: readonly TopicFound[];
  readonly spread: KeySpread;
};

type Ports = {
  readonly bus: Pick<Bus, 'topics' | 'ensureTopics'>;
  readonly checkpoint: Pick<RelayCheckpoint, 'spread' | 'keepSpread'>;
};

/** A topic that was published to has gone, or another of its name is there: what it held is not in it. */
class TopicLost extends Error {
  override readonly name = 'TopicLost';

  constructor(topic: string, had: number, has: number) {
    super(
      `${topic} had ${String(had)} partitions and has ${String(has)}: it was deleted, or made anew without` +
        ` what it held. What to do: docs/how-to/operate.md, "Partitions of topics".`,
    );
  }
}

const refuseLost = (names: readonly string[], { found, spread }: RelayTopics): void => {
  const partitionsOf = new Map(found.map(({ topic, partitions }) => [topic, partitions]));
  for (const name of names) {
    const has = partitionsOf.get(name) ?? 0;
    const had = spread.get(name) ?? 0;
    if (has < had) throw new TopicLost(name, had, has);
  }
};

/**
 * Makes the topics that no relay has met yet, and decides for ever over how many partitions the keys of each are
 * spread. Throws `TopicLost` for one that has fewer than that: what it held is not made anew by stealth.
 */
export const relayTopics = async (
  { bus, checkpoint }: Ports,
  wanted: readonly TopicSettings[],
): Promise<RelayTopics> => {
  const names = wanted.map(({ topic }) => topic);
  const spread = await checkpoint.spread();
  const found = await bus.topics(names.filter((name) => spread.has(name)));
  refuseLost(names, { found, spread });
  const strange = wanted.filter(({ topic }) => !spread.has(topic));
  if (strange.length === 0) return { found, spread };
  const made = await bus.ensureTopics(strange);
  await checkpoint.keepSpread(made);
  return { found: [...found, ...made], spread: await checkpoint.spread() };
};

const sameTopics = (some: readonly TopicFound[], others: readonly TopicFound[]): boolean => {
  const partitionsOf = new Map(others.map(({ topic, partitions }) => [topic, partitions]));
  return (
    some.length === others.length &&
    some.every(({ topic, partitions }) => partitionsOf.get(topic) === partitions)
  );
};

/** Looks, every so many milliseconds, whether topics are still as they were. */
export class TopicWatch {
  private lookedAtMs: number | undefined;

  constructor(
    private readonly known: RelayTopics,
    private readonly look: () => Promise<RelayTopics>,
    private readonly everyMs: number,
  ) {}

  dueInMs(nowMs: number): number {
    this.lookedAtMs ??= nowMs;
    return Math.max(0, this.lookedAtMs + this.everyMs - nowMs);
  }

  /** False while it is not due. Throws what `relayTopics` throws. */
  async sawChange(nowMs: number): Promise<boolean> {
    if (this.dueInMs(nowMs) > 0) return false;
    this.lookedAtMs = nowMs;
    return !sameTopics((await this.look()).found, this.known.found);
  }
}

/** What is said of partitions that were added to a topic, and that no key goes to; undefined when there are none. */
export const unusedPartitions = ({ found, spread }: RelayTopics): Bilingual | undefined => {
  const added = found.filter(({ topic, partitions }) => partitions > (spread.get(topic) ?? 0));
  if (added.length === 0) return undefined;
  const listed = added
    .map(({ topic, partitions }) => `${topic} ${String(spread.get(topic))}/${String(partitions)}`)
    .join(', ');
  return {
    fr: `Des partitions ont été ajoutées, et ne portent que des repères : chaque établissement garde la sienne, et son ordre. Servent : ${listed}.`,
    en: `Partitions were added, and carry watermarks alone: each school keeps its own, and its order. Used: ${listed}.`,
  };
};
