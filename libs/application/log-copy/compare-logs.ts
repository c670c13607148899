import type { Position, RecordedEvent } from '#kernel';

import type { ReadableLog } from './log-copy.port.js';
import { lineOf, LogDigest } from './log-digest.js';

export const pageSize = 1_000;

export type Pair<Target extends ReadableLog = ReadableLog> = {
  readonly source: ReadableLog;
  readonly target: Target;
};

/** Where two logs are being compared: the digests grow, the first difference is kept. */
export type Comparison = {
  readonly source: LogDigest;
  readonly target: LogDigest;
  /** The first position at which they are not the same; null while they are. */
  difference: Position | null;
};

export const newComparison = (): Comparison => ({
  source: new LogDigest(),
  target: new LogDigest(),
  difference: null,
});

export type Stretch = {
  readonly after: Position;
  readonly until: Position;
  readonly onProgress: (at: Position) => void;
};

type Page = { readonly events: readonly RecordedEvent[]; readonly lines: readonly string[] };

const pageOf = async (log: ReadableLog, after: Position, until: Position): Promise<Page> => {
  const found = await log.readAll(after, pageSize);
  const events = found.filter(({ position }) => position <= until);
  return { events, lines: events.map(lineOf) };
};

const differenceOf = (here: Page, there: Page): Position | null => {
  const at = here.lines.findIndex((line, index) => line !== there.lines[index]);
  const index = at < 0 ? here.lines.length : at;
  const places = [here.events[index], there.events[index]].flatMap((event) =>
    event === undefined ? [] : [event.position],
  );
  return places.reduce<Position | null>(
    (first, place) => (first === null || place < first ? place : first),
    null,
  );
};

/** Reads both logs side by side over a stretch, to its end. */
export const compareLogs = async (
  { source, target }: Pair,
  { after, until, onProgress }: Stretch,
  comparison: Comparison,
): Promise<void> => {
  let [here, there] = [after, after];
  while (here < until || there < until) {
    const [ours, theirs] = await Promise.all([
      pageOf(source, here, until),
      pageOf(target, there, until),
    ]);
    comparison.source.add(ours.lines);
    comparison.target.add(theirs.lines);
    comparison.difference ??= differenceOf(ours, theirs);
    here = ours.events.at(-1)?.position ?? until;
    there = theirs.events.at(-1)?.position ?? until;
    onProgress(there);
  }
};
