import type { Coverage, Segment, TerritoryRef } from '#application';
import { questionnaireKey } from '#domain/survey';
import { type Decimal, zero } from '#kernel';
import { all } from '#read-models/figures';
import { responseRate, type Sums } from '#statistics';

import type { Slots } from './composition.js';
import type { Measure } from './definitions.js';
import { gathered } from './gathered.js';
import { inSlots, type SlotSums } from './slot-sums.js';
import type { Round, SumRow } from './sums.js';

/** One territory, year and segment, over all campaigns of the survey. */
export type Group = {
  readonly segment: Segment;
  readonly coverage: Coverage;
  /** received ÷ expected, in %, two places; null when none is expected. */
  readonly responseRate: string | null;
  readonly isOpen: boolean;
  readonly isSynthetic: boolean;
  /** Keys of the questionnaire versions that were answered. */
  readonly questionnaires: readonly string[];
  /** Of each campaign, and of schools beside. */
  readonly sums: readonly SlotSums[];
};

const nullIfAll = (code: string): string | null => (code === all ? null : code);

const coverageOf = (rows: readonly SumRow[]): Coverage & { readonly synthetic: number } => {
  const sum = { expected: 0, received: 0, validated: 0, late: 0, excluded: 0, synthetic: 0 };
  let [pupilsExpected, pupilsReceived] = [0, 0];
  for (const { counts } of rows) {
    sum.expected += counts.expected;
    sum.received += counts.received;
    sum.validated += counts.validated;
    sum.late += counts.late;
    sum.excluded += counts.excluded;
    sum.synthetic += counts.synthetic;
    pupilsExpected += counts.pupilsExpected;
    pupilsReceived += counts.pupilsReceived;
  }
  return {
    ...sum,
    pupilsExpected: String(pupilsExpected),
    pupilsReceived: String(pupilsReceived),
  };
};

const groupOf = (segment: Segment, rows: readonly SumRow[], slots: Slots): Group => {
  const { synthetic, ...coverage } = coverageOf(rows);
  const rounds = [...new Set(rows.map(({ round }) => round))];
  return {
    segment,
    coverage,
    responseRate: responseRate(coverage.received, coverage.expected),
    isOpen: rounds.some(({ status }) => status === 'open'),
    isSynthetic: synthetic > 0,
    questionnaires: [
      ...new Set(rounds.map(({ survey, version }) => questionnaireKey(survey, version))),
    ],
    sums: rows.map((row) => inSlots(row, slots)),
  };
};

/** Where nobody was expected. */
export const nobody: Group = groupOf({ schoolType: null, sector: null }, [], []);

type Key = Pick<Round, 'survey' | 'schoolYear'> &
  Pick<TerritoryRef, 'code'> & { readonly kind: string };

const textOf = ({ survey, schoolYear, kind, code }: Key): string =>
  `${survey}|${schoolYear}|${kind}|${code}`;

/** Groups by survey, year and territory; within these by segment, in the order of their codes. */
export type Groups = { readonly of: (key: Key) => readonly Group[] };

const segmentOf = ({ schoolType, sector }: SumRow): string => `${schoolType}|${sector}`;

const bySegment = (rows: readonly SumRow[], slots: Slots): readonly Group[] =>
  [...gathered(rows, segmentOf)]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, members]) => {
      const [first] = members;
      if (first === undefined) return [];
      const { schoolType, sector } = first;
      const segment = { schoolType: nullIfAll(schoolType), sector: nullIfAll(sector) };
      return [groupOf(segment, members, slots)];
    });

const textOfRow = ({ round: { survey, schoolYear }, kind, code }: SumRow): string =>
  textOf({ survey, schoolYear, kind, code });

/** `slots`: those that are wanted of each row. */
export const groupsOf = (rows: readonly SumRow[], slots: Slots): Groups => {
  const groups = new Map(
    Array.from(gathered(rows, textOfRow), ([key, members]) => [key, bySegment(members, slots)]),
  );
  return { of: (key) => groups.get(textOf(key)) ?? [] };
};

/** What the campaigns of a group add up to for one indicator. `slots`: those that its groups are of. */
export const sumsOf = (group: Group, measure: Measure, slots: Slots): Sums => {
  const { slot, numeratorScale, denominatorScale } = measure;
  const at = slots.indexOf(slot);
  let used = 0;
  let numerator = 0n;
  let denominator = 0n;
  for (const addend of group.sums) {
    used += Number(addend.used[at] ?? 0);
    numerator += BigInt(addend.numerators[at] ?? 0);
    denominator += BigInt(addend.denominators[at] ?? 0);
  }
  return {
    used,
    numerator: inDecimal(numerator, numeratorScale),
    denominator: inDecimal(denominator, denominatorScale),
  };
};

const inDecimal = (units: bigint, scale: number): Decimal =>
  units === 0n ? zero : { units, scale };
