import { projection, projectionCodec } from '#domain/projection';
import { fold, position, type Position } from '#kernel';

import { decoded } from '../aggregate.js';
import type { EventStore } from '../event-store.port.js';
import { projectionStream } from '../streams.js';

/** The positions that a projection leaves out, smallest first. Throws `UnreadableEvent`. */
export const skippedPositions = async (
  store: Pick<EventStore, 'readStream'>,
  name: string,
): Promise<readonly Position[]> => {
  const history = await store.readStream(projectionStream(name));
  const { skipped } = fold(
    projection,
    history.map((recorded) => decoded(projectionCodec, recorded)),
  );
  return [...skipped.keys()].map((text) => position(BigInt(text))).sort((a, b) => (a < b ? -1 : 1));
};
