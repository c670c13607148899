import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { beginning, type RecordedEvent } from '#kernel';
import { createPool, openEventLog } from '#postgres';

import type { Postgres } from './database.js';
import { type Load, pupils } from './load.js';
import { keysOutOfOrder, publishedResponses } from './topics.js';
import type { World } from './world.js';

const acts: ReadonlySet<string> = new Set(['ResponseSubmitted', 'AnswersCorrected']);

const responsesInLog = async (url: string): Promise<readonly RecordedEvent[]> => {
  const log = await openEventLog({ url });
  const found: RecordedEvent[] = [];
  try {
    for (let after = beginning; ;) {
      const page = await log.readAll(after, 2_000);
      const last = page.at(-1);
      if (last === undefined) return found;
      found.push(...page.filter(({ type }) => acts.has(type)));
      after = last.position;
    }
  } finally {
    await log.close();
  }
};

type Acts = Readonly<Record<string, readonly number[]>>;

/** What the log says of each school: the computers of its acts, in order. */
const actsOf = (events: readonly RecordedEvent[]): Acts => {
  const found: Record<string, number[]> = {};
  for (const { data } of events) {
    const { uai, answers } = data as {
      readonly uai: string;
      readonly answers: Readonly<Record<string, unknown>>;
    };
    (found[uai] ??= []).push(Number(answers['nb_ordinateurs_fixes']));
  }
  return found;
};

const acknowledgedActs = ({ acknowledged }: Load): Acts =>
  Object.fromEntries(
    [...acknowledged].map(([uai, count]) => [
      uai,
      Array.from({ length: count }, (_, index) => index + 1),
    ]),
  );

type Figure = { readonly numerator: string; readonly denominator: string };

type Rebuilt = { readonly projection: string; readonly equal: boolean };

/** Pupils and computers of the country, as the read models have them and as the acknowledgements say. */
const figuresOf = async ({ observatory }: World, { acknowledged }: Load) => {
  const [found] = await observatory(
    ...['figures', 'eleves_par_ordinateur_1d', '-t', 'country:FR', '-y', '2014'],
  );
  const [figure] = found as readonly Figure[];
  const computers = [...acknowledged.values()].reduce((sum, one) => sum + one, 0);
  return {
    found: [figure?.numerator, figure?.denominator],
    expected: [String(acknowledged.size * pupils), String(computers)],
  };
};

/** What is wrong with the log, the read models and the topics after faults; nothing, when all is well. */
export type Verdict = {
  readonly actsThatDiffer: readonly string[];
  readonly unequalReadModels: readonly string[];
  readonly figures: { readonly found: readonly unknown[]; readonly expected: readonly unknown[] };
  readonly unpublished: readonly string[];
  readonly keysOutOfOrder: readonly string[];
};

const differing = (found: Acts, expected: Acts): readonly string[] =>
  [...new Set([...Object.keys(found), ...Object.keys(expected)])].filter(
    (uai) => JSON.stringify(found[uai]) !== JSON.stringify(expected[uai]),
  );

/** Waits until the relay stands at the end of the log. */
const relayed = async (url: string): Promise<void> => {
  const pool = createPool({ url, max: 1 });
  try {
    for (;;) {
      const { rows } = await pool.query<{ readonly done: boolean | null }>(
        `select position = (select max(position) from event_log.event) as done from relay.checkpoint`,
      );
      if (rows[0]?.done === true) return;
      await pause(100);
    }
  } finally {
    await pool.end();
  }
};

const topicsOf = async (url: string, kafka: string | undefined, log: readonly RecordedEvent[]) => {
  if (kafka === undefined) return { unpublished: [], keysOutOfOrder: [] };
  await relayed(url);
  const published = await publishedResponses(kafka, `faults-${randomUUID()}`);
  const ids = new Set(published.map(({ id }) => id));
  return {
    unpublished: log.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
    keysOutOfOrder: keysOutOfOrder(published),
  };
};

/** Compares, once the load has ended: every acknowledged act is in the log once, counted once, published. */
export const verdictOn = async (
  world: World,
  load: Load,
  { url, kafka }: Pick<Postgres, 'url'> & { readonly kafka?: string },
): Promise<Verdict> => {
  await world.ready();
  const log = await responsesInLog(url);
  const reports = (await world.observatory('rebuild')) as readonly Rebuilt[];
  return {
    actsThatDiffer: differing(actsOf(log), acknowledgedActs(load)),
    unequalReadModels: reports.filter(({ equal }) => !equal).map(({ projection }) => projection),
    figures: await figuresOf(world, load),
    ...(await topicsOf(url, kafka, log)),
  };
};

/** A verdict that finds nothing wrong. */
export const allWell = ({ figures: { expected } }: Verdict): Verdict => ({
  actsThatDiffer: [],
  unequalReadModels: [],
  figures: { found: expected, expected },
  unpublished: [],
  keysOutOfOrder: [],
});
