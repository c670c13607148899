import type { AppendOutcome } from '#application';
import { BrokenAssumption, ok, position } from '#kernel';

import { type Pool, withConnection } from '../pool/pool.js';
import { appendChecking, isRefusal } from './checked.writer.js';
import { copyTrusting } from './copy.writer.js';
import type { EncodedAppend } from '#application';
import { insertTrusting } from './insert.writer.js';
import { countEvents, nothing, type Place, type Written } from './trusted.js';

// Measured: below, one statement is faster; above, COPY is (docs/reference/performance-appends.md).
const smallestCopy = 200;

const repeatsAnId = (appends: readonly EncodedAppend[]): boolean => {
  const ids = new Set<string>();
  for (const { events } of appends) for (const { id } of events) ids.add(id);
  return ids.size < countEvents(appends);
};

const writeTrusting = async (pool: Pool, appends: readonly EncodedAppend[]): Promise<Written> => {
  if (repeatsAnId(appends)) return nothing;
  try {
    if (countEvents(appends) >= smallestCopy) return await copyTrusting(pool, appends);
    return await withConnection(pool, (connection) => insertTrusting(connection, appends));
  } catch (error) {
    if (isRefusal(error)) return nothing;
    throw error;
  }
};

const acknowledged = (append: EncodedAppend, place: Place): AppendOutcome =>
  ok({
    revision: append.expectedRevision + append.events.length,
    position: position(place.position),
    recordedAt: place.recordedAt,
    repeated: false,
  });

/**
 * Commits many appends at once; the outcomes are in their order. First all expected revisions are
 * trusted, which the keys and a lookup make safe; what was not written then is decided under the
 * lock. Throws `DatabaseUnavailable` when it cannot know what happened: the same appends can then be
 * written again.
 */
export const writeAppends = async (
  pool: Pool,
  appends: readonly EncodedAppend[],
): Promise<readonly AppendOutcome[]> => {
  const written = await writeTrusting(pool, appends);
  const left =
    written.size === appends.length ? [] : appends.filter((append) => !written.has(append));
  const decided =
    left.length === 0
      ? []
      : await withConnection(pool, (connection) => appendChecking(connection, left));
  const decisions = new Map(left.map((append, index) => [append, decided[index]]));
  return appends.map((append) => {
    const place = written.get(append);
    const outcome = place === undefined ? decisions.get(append) : acknowledged(append, place);
    if (outcome === undefined) throw new BrokenAssumption('an append without an outcome');
    return outcome;
  });
};
