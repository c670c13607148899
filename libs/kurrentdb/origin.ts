import {
  ANY,
  FORWARDS,
  jsonEvent,
  type JSONType,
  type KurrentDBClient,
} from '@kurrent/kurrentdb-client';

import type { Patience } from '#application';
import { BrokenAssumption, beginning, position, type Position } from '#kernel';

import { isUnknownStream, persistently } from './faults.js';
import { send, type Sent } from './sending.js';

/** Where a copied event stands here, beside the position that it brought along. */
export type Anchor = { readonly position: Position; readonly native: bigint };

/**
 * What is kept of copies into a log (ADR-0029): a few of the places of what was copied, in order; the last one is
 * the last event once the copy is finished. A log that began here has none.
 */
export type Origin = { readonly anchors: readonly Anchor[]; readonly isFinished: boolean };

type NoteType = 'CopyBegun' | 'CopyAnchored' | 'CopyFinished';
type Note = { readonly type: NoteType; readonly anchor: Anchor | undefined };

const bigintOf = (data: unknown, name: string): bigint | undefined => {
  const found = (data as Readonly<Record<string, unknown>> | null)?.[name];
  return typeof found === 'string' ? BigInt(found) : undefined;
};

const noteOf = (type: string, data: unknown): Note => {
  const at = bigintOf(data, 'position');
  const native = bigintOf(data, 'native');
  const anchor =
    at === undefined || native === undefined ? undefined : { position: position(at), native };
  return { type: type as NoteType, anchor };
};

const originOf = (notes: readonly Note[]): Origin => ({
  anchors: notes.flatMap(({ anchor }) => (anchor === undefined ? [] : [anchor])),
  isFinished: notes.length === 0 || notes.at(-1)?.type === 'CopyFinished',
});

/** Of a log that nothing was copied into. */
export const noOrigin: Origin = { anchors: [], isFinished: true };

/** The stream of a log that says which of its events were copied. It stands outside the log's own prefix. */
export class OriginStream {
  private readonly stream: string;

  constructor(
    private readonly client: KurrentDBClient,
    private readonly options: { readonly prefix: string; readonly patience: Patience },
  ) {
    this.stream = `origin-of-${options.prefix}`;
  }

  async read(): Promise<Origin> {
    return persistently(this.options.patience, async () => {
      const notes: Note[] = [];
      try {
        const found = this.client.readStream(this.stream, {
          direction: FORWARDS,
          requiresLeader: true,
        });
        for await (const { event } of found)
          if (event !== undefined) notes.push(noteOf(event.type, event.data));
      } catch (error) {
        if (!isUnknownStream(error)) throw error;
      }
      return originOf(notes);
    });
  }

  /** Said twice, it says the same. */
  async note(type: NoteType, anchor?: Anchor): Promise<void> {
    const data: JSONType =
      anchor === undefined
        ? {}
        : { position: String(anchor.position), native: String(anchor.native) };
    const sent: Sent = {
      stream: this.stream,
      events: [jsonEvent({ type, data })],
      streamState: ANY,
    };
    await persistently(this.options.patience, () => send(this.client, sent));
  }
}

/** Where to begin to read: at a record of the server; undefined for its first. */
export type Start = bigint | undefined;

const lastAnchorUntil = (anchors: readonly Anchor[], at: Position): Anchor | undefined => {
  let [low, high] = [0, anchors.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const anchor = anchors[middle];
    if (anchor !== undefined && anchor.position <= at) low = middle + 1;
    else high = middle;
  }
  return anchors[low - 1];
};

/** The position of an event that was appended here, at `native`: as far behind the last copied one as it stands. */
export const positionOf = ({ anchors }: Origin, native: bigint): Position => {
  const end = anchors.at(-1);
  if (end === undefined) return position(native);
  if (native <= end.native)
    throw new BrokenAssumption(
      `an event at ${String(native)} was not copied, others behind it were`,
    );
  return position(end.position + (native - end.native));
};

/** A record at or before which everything up to `after` stands. */
export const startFor = ({ anchors }: Origin, after: Position): Start =>
  lastAnchorUntil(anchors, after)?.native;

/** The same once events were appended here, when no copy can move the last anchor any more: exact behind it. */
export const exactStartFor = (origin: Origin, after: Position): Start => {
  const end = origin.anchors.at(-1);
  if (after === beginning) return undefined;
  if (end === undefined) return after;
  return after >= end.position ? end.native + (after - end.position) : startFor(origin, after);
};
