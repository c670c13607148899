import type { LogTimes } from '#application';
import { beginning, type Position, type RecordedEvent } from '#kernel';

import type { Reader } from './reader.js';

const pageSize = 1_000;
const atOnce = 32;
const microsPerMs = 1_000;

/** Microseconds since 1970 of an ISO 8601 instant; digits beyond them are dropped. */
const microsOf = (instant: string): number => {
  const beyondMs = /\.\d{3}(\d{1,3})/.exec(instant)?.[1] ?? '';
  return Date.parse(instant) * microsPerMs + Number(beyondMs.padEnd(3, '0'));
};

type Anchor = { readonly position: Position; readonly micros: number };

/**
 * The server finds events by place, never by time: the log is read in pages, once, and the end of each page is
 * remembered, so that a later question reads one page.
 */
export class KurrentTimes implements LogTimes {
  readonly #anchors: Anchor[] = [{ position: beginning, micros: -Infinity }];

  constructor(private readonly reader: Pick<Reader, 'at' | 'readAll'>) {}

  async positionAt(instant: string): Promise<Position> {
    const limit = microsOf(instant);
    let at = this.#anchors.findLast(({ micros }) => micros <= limit)?.position ?? beginning;
    for (;;) {
      const page = await this.reader.readAll(at, pageSize);
      const later = page.findIndex(({ recordedAt }) => microsOf(recordedAt) > limit);
      if (later >= 0) return later === 0 ? at : (page[later - 1]?.position ?? at);
      const last = page.at(-1);
      if (last === undefined) return at;
      at = last.position;
      if (page.length === pageSize) this.#remember(last);
    }
  }

  async recordedAt(positions: readonly Position[]): Promise<ReadonlyMap<Position, string>> {
    const times = new Map<Position, string>();
    for (let from = 0; from < positions.length; from += atOnce) {
      const part = positions.slice(from, from + atOnce);
      const found = await Promise.all(part.map((position) => this.reader.at(position)));
      for (const event of found)
        if (event !== undefined) times.set(event.position, event.recordedAt);
    }
    return times;
  }

  #remember({ position, recordedAt }: RecordedEvent): void {
    const last = this.#anchors.at(-1);
    if (last !== undefined && last.position < position)
      this.#anchors.push({ position, micros: microsOf(recordedAt) });
  }
}
