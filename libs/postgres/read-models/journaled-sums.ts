import {
  all,
  changesOnWay,
  country,
  type LeafPlace,
  type LeafSegment,
  type PackedJournal,
  type Tally,
  valuesOf,
} from '#read-models/figures';

import type { Part } from './composition.js';
import type { FoundJournal, FoundRow, JournalRow, SumRow } from './sums.js';

/** What a question wants of journals. */
type Wanted = {
  readonly parts: readonly Part[];
  readonly breakdown: readonly string[];
  /** How many slots are wanted. */
  readonly slotCount: number;
};

type Territory = Pick<SumRow, 'kind' | 'code'>;
type Segment = Pick<SumRow, 'schoolType' | 'sector'>;

const codes: Readonly<Record<string, (place: LeafPlace) => string | null>> = {
  country: () => country,
  department: ({ department }) => department,
  academy: ({ academy }) => academy,
  'academic-region': ({ academicRegion }) => academicRegion,
};

/** What is past of a question: its territories by number, and those that each past cell is a part of, by kind and code. */
type Past = {
  readonly territories: readonly Territory[];
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;
};

const pastOf = (parts: readonly Part[], { campaign, places }: JournalRow): Past => {
  const past = new Set(places);
  const territories = new Map<string, Territory>();
  const numbers = new Map<string, number>();
  const cells = new Map<string, Map<string, readonly number[]>>();
  for (const { campaign: only, territory, cell } of parts) {
    if (!past.has(`${cell.kind}|${cell.code}`) || (only !== null && only !== campaign)) continue;
    const text = `${territory.kind}|${territory.code}`;
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    territories.set(text, territory);
    const ofKind = cells.get(cell.kind) ?? new Map<string, readonly number[]>();
    cells.set(cell.kind, ofKind.set(cell.code, [...(ofKind.get(cell.code) ?? []), number]));
  }
  return { territories: [...territories.values()], cells };
};

const groupsFinder =
  ({ cells }: Past) =>
  (place: LeafPlace): readonly number[] => {
    const found: number[] = [];
    for (const [kind, territories] of cells) {
      const code = codes[kind]?.(place) ?? null;
      if (code !== null) found.push(...(territories.get(code) ?? []));
    }
    return found;
  };

/** The segments that are met, one after the other. */
const segmentsBy = (breakdown: readonly string[]) => {
  const [byType, bySector] = [breakdown.includes('schoolType'), breakdown.includes('sector')];
  const segments: Segment[] = [];
  const numberOf = (leaf: LeafSegment): number | null => {
    const schoolType = byType ? leaf.schoolType : all;
    const sector = bySector ? leaf.sector : all;
    if (schoolType === null || sector === null) return null;
    const known = segments.findIndex(
      (one) => one.schoolType === schoolType && one.sector === sector,
    );
    return known < 0 ? segments.push({ schoolType, sector }) - 1 : known;
  };
  return { segments, numberOf };
};

/** Field by field: there may be a hundred of them, and this is faster than spreading. */
const rowOf = (
  { position, definition, basis = null, survey, version, schoolYear, status }: FoundJournal,
  { kind, code }: Territory,
  { segment, change }: { readonly segment: Segment; readonly change: Tally },
): FoundRow => {
  const { counts, used, numerators, denominators } = change;
  return {
    position,
    definition,
    basis,
    survey,
    version,
    schoolYear,
    status,
    kind,
    code,
    schoolType: segment.schoolType,
    sector: segment.sector,
    picked: true,
    expected: counts.expected,
    received: counts.received,
    validated: counts.validated,
    late: counts.late,
    excluded: counts.excluded,
    pupilsExpected: counts.pupilsExpected,
    pupilsReceived: counts.pupilsReceived,
    synthetic: counts.synthetic,
    used,
    numerators: valuesOf(numerators),
    denominators: valuesOf(denominators),
  };
};

const noBytes = new Uint8Array();

/** What changed in each territory and segment between what its cells are of and what is known. */
export const journaledSums = (row: FoundJournal, wanted: Wanted): readonly FoundRow[] => {
  const { breakdown, slotCount } = wanted;
  const past = pastOf(wanted.parts, row);
  const { territories } = past;
  const { segments, numberOf } = segmentsBy(breakdown);
  const { settled, placeLines, segmentLines, heads, slots } = row;
  const journal: PackedJournal = {
    places: placeLines,
    segments: segmentLines,
    heads,
    slots: slots ?? noBytes,
    slotCount,
  };
  const changeOf = changesOnWay(
    journal,
    { settled, known: row.position },
    {
      groupsOf: groupsFinder(past),
      stepOf: (segment) => {
        const number = numberOf(segment);
        return number === null ? null : number * territories.length;
      },
    },
  );
  return segments.flatMap((segment, step) =>
    territories.map((territory, group) =>
      rowOf(row, territory, { segment, change: changeOf(step * territories.length + group) }),
    ),
  );
};
