import type { ProjectedTopics } from '#application';
import type { Position } from '#kernel';

import { type Connection, type Pool, query, statement } from '../pool/pool.js';
import { type Checkpoint, inPlace, lockedCheckpoint, renew } from './checkpoint.js';
import { addTopic, removeTopics, topicsOf } from './partition-offsets.js';

const dropRounds = statement('ahead-rounds', 'delete from round where known_from > $1');
const reopenRounds = statement(
  'ahead-rounds-reopen',
  'update round set known_to = null where known_to > $1',
);
const dropResponses = statement('ahead-responses', 'delete from response where known_from > $1');
const reopenResponses = statement(
  'ahead-responses-reopen',
  'update response set known_to = null where known_to > $1',
);
const dropRespondents = statement(
  'ahead-respondents',
  'delete from respondent where known_from > $1',
);
const dropExcluded = statement(
  'ahead-excluded',
  'delete from excluded_school where known_from > $1',
);

/** Removes what partitions have applied beyond the checkpoint: the rows are those of a log cut there. */
const cutAhead = async (connection: Connection, at: Position): Promise<void> => {
  const statements = [dropRounds, reopenRounds, dropResponses, reopenResponses];
  for (const one of [...statements, dropRespondents, dropExcluded])
    await query(connection, one, [at]);
};

/** The feed of a projection is another from here on: what processes know of its rows is stale. */
const leavePartitions = async (
  connection: Connection,
  projection: string,
  { position }: Checkpoint,
): Promise<void> => {
  await cutAhead(connection, position);
  await removeTopics(connection, projection);
};

const asWhole = <Value>(
  pool: Pool,
  projection: string,
  work: (connection: Connection, checkpoint: Checkpoint | undefined) => Promise<Value>,
): Promise<Value> =>
  inPlace(pool, 'read_model', async (connection) =>
    work(connection, await lockedCheckpoint(connection, projection)),
  );

/** From its checkpoint on, a projection follows the log; nothing happens when it does already. */
export const followLog = (pool: Pool, projection: string): Promise<void> =>
  asWhole(pool, projection, async (connection, checkpoint) => {
    if (checkpoint?.isPartitioned !== true) return;
    await leavePartitions(connection, projection, checkpoint);
    await renew(connection, projection);
  });

/**
 * From its checkpoint on, a projection follows topics; what they say of earlier positions is left out. False
 * when it was never started. Partitions that were added to a topic are taken in.
 */
export const followTopics = (
  pool: Pool,
  projection: string,
  { responses, campaigns }: ProjectedTopics,
): Promise<boolean> =>
  asWhole(pool, projection, async (connection, checkpoint) => {
    if (checkpoint === undefined) return false;
    const known = await topicsOf(connection, projection);
    const wanted = [responses, campaigns];
    const isOther = known.some((topic) => wanted.every((one) => one.topic !== topic));
    if (isOther) await leavePartitions(connection, projection, checkpoint);
    for (const { topic, partitions } of wanted)
      await addTopic(connection, projection, { topic, partitions, from: checkpoint.position });
    if (isOther || known.length === 0) await renew(connection, projection);
    return true;
  });
