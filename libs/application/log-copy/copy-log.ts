import { beginning, err, ok, type Position, type Result } from '#kernel';

import {
  type Comparison,
  compareLogs,
  newComparison,
  pageSize,
  type Pair,
} from './compare-logs.js';
import type { CopyTarget } from './log-copy.port.js';

export type CopyPhase = 'comparing' | 'copying' | 'verifying';

export type OnCopyProgress = (phase: CopyPhase, at: Position, goal: Position) => void;

/** Digests of what a log and its copy hold up to one position of the source. */
export type CopyDigests = {
  readonly position: Position;
  readonly events: { readonly source: number; readonly target: number };
  /** SHA-256, hexadecimal, over the lines of `lineOf` in the order of the log. */
  readonly digests: { readonly source: string; readonly target: string };
  /** The first position at which the two are not the same. */
  readonly difference: Position | null;
};

export type CopyReport = CopyDigests & {
  /** How many events this run has copied; the others were there. */
  readonly copied: number;
};

export type CopyRefusal =
  /** The target holds something that is not the beginning of the source: nothing was written. */
  | { readonly kind: 'TargetNotAPrefix'; readonly position: Position }
  /** Somebody else writes to the target: what was copied stays, the copy is not finished. */
  | { readonly kind: 'TargetMoved'; readonly position: Position }
  /** What was read back is not what was written: the copy is not finished. */
  | { readonly kind: 'CopyDiffers'; readonly position: Position };

const digestsOf = (comparison: Comparison, position: Position): CopyDigests => {
  const { source, target, difference } = comparison;
  return {
    position,
    events: { source: source.events, target: target.events },
    digests: { source: source.value(), target: target.value() },
    difference,
  };
};

const differs = (
  kind: 'TargetNotAPrefix' | 'CopyDiffers',
  { difference }: Comparison,
): CopyRefusal | null => (difference === null ? null : { kind, position: difference });

type Way = { readonly from: Position; readonly until: Position };

/** Copies what the source has after `from`, page by page; answers with where somebody else stood in the way. */
const transfer = async (
  { source, target }: Pair<CopyTarget>,
  { from, until }: Way,
  onProgress: (at: Position) => void,
): Promise<Position | null> => {
  for (let at = from; at < until;) {
    const page = await source.readAll(at, pageSize);
    const events = page.filter(({ position }) => position <= until);
    const last = events.at(-1);
    if (last === undefined) return null;
    if (!(await target.take(events, at))) return at;
    at = last.position;
    onProgress(at);
  }
  return null;
};

/**
 * Makes `target` hold what `source` holds at the moment of the call, event by event, at the same positions. What
 * is there already is compared, not written again: a run that was killed is repeated. At the end everything that
 * was written has been read back.
 */
export const copyLog = async (
  pair: Pair<CopyTarget>,
  onProgress: OnCopyProgress = () => undefined,
): Promise<Result<CopyReport, CopyRefusal>> => {
  const { source, target } = pair;
  const [until, from] = [await source.head(), await target.head()];
  const told = (phase: CopyPhase, goal: Position) => (at: Position) => onProgress(phase, at, goal);
  const comparison = newComparison();

  const held = { after: beginning, until: from, onProgress: told('comparing', from) };
  await compareLogs(pair, held, comparison);
  const present = comparison.target.events;
  const foreign = differs('TargetNotAPrefix', comparison);
  if (foreign !== null) return err(foreign);

  if (from < until) await target.begin();
  const stopped = await transfer(pair, { from, until }, told('copying', until));
  if (stopped !== null) return err({ kind: 'TargetMoved', position: stopped });

  const written = { after: from, until, onProgress: told('verifying', until) };
  await compareLogs(pair, written, comparison);
  const spoilt = differs('CopyDiffers', comparison);
  if (spoilt !== null) return err(spoilt);
  await target.finish();
  const digests = digestsOf(comparison, until);
  return ok({ ...digests, copied: digests.events.target - present });
};

/** Compares two logs up to the head of the source; what the target has beyond it is its own. */
export const verifyCopy = async (
  pair: Pair,
  onProgress: OnCopyProgress = () => undefined,
): Promise<CopyDigests> => {
  const until = await pair.source.head();
  const comparison = newComparison();
  const onPage = (at: Position): void => onProgress('verifying', at, until);
  await compareLogs(pair, { after: beginning, until, onProgress: onPage }, comparison);
  return digestsOf(comparison, until);
};
