import type { Breakdown } from '#application';
import { all, type Contribution, count, emptyTally, type Tally } from '#read-models/figures';

import type { Moved, Slots } from './composition.js';
import type { Standing } from './kept-schools.js';
import type { Rounds } from './found-sums.js';
import type { SumRow } from './sums.js';
import { type Group, type Segment, tallyRow } from './tally-rows.js';

type Asked = { readonly slots: Slots; readonly breakdown: readonly Breakdown[] };

/** How schools stood, in the order of those that are moved. */
type Ground = {
  readonly rounds: Rounds;
  readonly standings: readonly (Standing | undefined)[];
};

/** Undefined: a school whose type or sector is not known is in no segment. */
const segmentOf = (
  { schoolType, sector }: Moved,
  { place }: Standing,
  breakdown: readonly Breakdown[],
): Segment | undefined => {
  const type = breakdown.includes('schoolType') ? (schoolType ?? place.schoolType) : all;
  const kind = breakdown.includes('sector') ? (sector ?? place.sector) : all;
  return type === null || kind === null ? undefined : { schoolType: type, sector: kind };
};

const inSlots = ({ numerators, denominators }: Contribution, slots: Slots): Contribution => ({
  numerators: slots.map((slot) => numerators[slot] ?? null),
  denominators: slots.map((slot) => denominators[slot] ?? null),
});

const addSchool = (
  { counts, ...sums }: Tally,
  { place, counted }: Standing,
  { slots, sign }: { readonly slots: Slots; readonly sign: 1 | -1 },
): void => {
  if (place.isExpected) {
    counts.expected += sign;
    counts.pupilsExpected += sign * (place.pupils ?? 0);
  } else counts.excluded += sign;
  const contribution = inSlots(counted.contribution, slots);
  count({ counts, ...sums }, { ...counted, contribution }, sign);
};

/** What the schools that a map has elsewhere add to the cells of territories, and take away from them. */
export const movedSums = (
  moved: readonly Moved[],
  { slots, breakdown }: Asked,
  { rounds, standings }: Ground,
): readonly SumRow[] => {
  const sums = new Map<string, { readonly group: Group; readonly tally: Tally }>();
  for (const [index, one] of moved.entries()) {
    const { territory, sign } = one;
    const [round, standing] = [rounds.get(one.campaign), standings[index]];
    const segment = standing && segmentOf(one, standing, breakdown);
    if (round === undefined || standing === undefined || segment === undefined) continue;
    const parts = [one.campaign, territory.kind, territory.code, ...Object.values(segment)];
    const key = parts.join('|');
    const known = sums.get(key) ?? {
      group: { round, territory, segment },
      tally: emptyTally(slots.length),
    };
    addSchool(known.tally, standing, { slots, sign });
    sums.set(key, known);
  }
  return Array.from(sums.values(), ({ group, tally }) => tallyRow(group, tally));
};
