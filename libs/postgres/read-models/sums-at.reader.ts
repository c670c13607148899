import type { TerritoryRef } from '#application';

import { type Pool, statement } from '../pool/pool.js';
import type { Part } from './composition.js';
import {
  type Asked,
  type Found,
  type FoundRow,
  keptParametersOf,
  parametersOf,
  readFound,
  type SlotsQuery,
  type SumsAt,
  sumsOf,
} from './found-sums.js';
import { inRound, keptCells, type KeptCells } from './kept-cells.js';
import { pastSumsText, presentSumsText, sumsAtText } from './sums-at.statement.js';
import type { SumRow } from './sums.js';

const sums = {
  then: {
    at: statement<FoundRow>('sums-at', sumsAtText('then')),
    past: statement<FoundRow>('sums-at-past', pastSumsText('then')),
    present: statement<FoundRow>('sums-at-present', presentSumsText('then')),
  },
  other: {
    at: statement<FoundRow>('sums-at-on-map', sumsAtText('other')),
    past: statement<FoundRow>('sums-at-past-on-map', pastSumsText('other')),
    present: statement<FoundRow>('sums-at-present-on-map', presentSumsText('other')),
  },
};

const statementsFor = ({ wanted: { moment } }: Asked) =>
  moment.geography === 'THEN' ? sums.then : sums.other;

const questionOf = ({ wanted, slots, parts }: Asked): string => {
  const { campaign, surveys, schoolYears, breakdown } = wanted;
  return JSON.stringify([campaign, surveys, schoolYears, breakdown, slots, parts]);
};

/** The cells of places that journals begin from: those that can change no more are found once. */
const lastingCells = ({ cells, journals }: Found): readonly KeptCells[] =>
  journals.flatMap(({ campaign, journal: { settled, strands, grain, kept, final } }) => {
    if (kept || !final || grain === 'country') return [];
    const own = cells.filter((one) => one.campaign === campaign && one.row.kind !== 'country');
    return { campaign, settled: BigInt(settled), strands, rows: own.map(({ row }) => row) };
  });

/** Those that the statement has left out. */
const leftOut = ({ journals, rounds }: Found, near: readonly KeptCells[]): readonly SumRow[] =>
  journals.flatMap(({ campaign, journal: { settled, kept } }) => {
    if (!kept) return [];
    const isOf = (one: KeptCells): boolean =>
      one.campaign === campaign && one.settled === BigInt(settled);
    const [cells, round] = [near.find(isOf), rounds.get(campaign)];
    return cells === undefined || round === undefined ? [] : inRound(cells, round);
  });

/** Sums of a past position: cells as the end of a segment has left them, and what the journal says since. */
const pastReader = (pool: Pool) => {
  const memory = keptCells();
  const read = async (asked: Asked): Promise<SumsAt | undefined> => {
    const question = questionOf(asked);
    const { making, cells } = memory.near(question, asked.wanted.moment.asOf);
    const parameters = [...parametersOf(asked), ...keptParametersOf(cells)];
    const found = await readFound(pool, statementsFor(asked).past, parameters);
    if (found?.isListed !== true) return undefined;
    memory.keepTo(found.making);
    if (found.making !== making && cells.length > 0) return read(asked);
    for (const one of lastingCells(found)) memory.keep(question, one, asked.slots);
    return sumsOf(found, asked, leftOut(found, cells));
  };
  return read;
};

/** Sets of campaigns whose last change is remembered. */
const changesInMemory = 1_000;

/** Sums that are now what they were at the position, because nothing has touched their campaigns since. */
const untouchedReader = (pool: Pool) => {
  const lastTouched = new Map<string, bigint>();
  return async (asked: Asked): Promise<SumsAt | undefined> => {
    const { campaign, surveys, schoolYears, moment } = asked.wanted;
    const about = JSON.stringify([campaign, surveys, schoolYears]);
    if (moment.asOf !== null && moment.asOf < (lastTouched.get(about) ?? 0n)) return undefined;
    const found = await readFound(pool, statementsFor(asked).present, parametersOf(asked));
    if (found === undefined) return undefined;
    const last = [...found.rounds.values()].reduce(
      (to, { touched }) => (touched > to ? touched : to),
      0n,
    );
    if (lastTouched.size >= changesInMemory) lastTouched.clear();
    lastTouched.set(about, last);
    return found.isListed && last <= found.position ? sumsOf(found, asked) : undefined;
  };
};

/** On the map that each campaign has frozen, every territory is one cell. */
const asFrozen = (territory: TerritoryRef): Part => ({
  campaign: null,
  territory,
  cell: territory,
});

export type SumsAtReader = {
  /** Sums as they were at a position, of territories that are made up of cells. */
  readonly of: (asked: SlotsQuery, parts: readonly Part[]) => Promise<SumsAt | undefined>;
  /** The same on the map that each campaign has frozen. */
  readonly asFrozen: (asked: SlotsQuery) => Promise<SumsAt | undefined>;
};

/** Finds nothing where nothing is projected. */
export const sumsAtReader = (pool: Pool): SumsAtReader => {
  const readUntouched = untouchedReader(pool);
  const readPast = pastReader(pool);

  /** Of whatever territories, also of single schools and while lists are made. */
  const readWhole = async (asked: Asked): Promise<SumsAt | undefined> => {
    const parameters = [...parametersOf(asked), ...keptParametersOf([])];
    const found = await readFound(pool, statementsFor(asked).at, parameters);
    return found && sumsOf(found, asked);
  };

  const of: SumsAtReader['of'] = async (question, parts) => {
    const asked = { ...question, parts };
    if (parts.some(({ cell }) => cell.kind === 'school')) return readWhole(asked);
    return (await readUntouched(asked)) ?? (await readPast(asked)) ?? readWhole(asked);
  };

  return { of, asFrozen: (asked) => of(asked, asked.wanted.territories.map(asFrozen)) };
};
