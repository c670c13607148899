import {
  all,
  changesOnWay,
  country,
  type LeafPlace,
  type LeafSegment,
  type PackedJournal,
} from '#read-models/figures';

import type { Part } from './composition.js';
import type { Round, SumRow } from './sums.js';
import { hasAny, type Segment, tallyRow, type Territory } from './tally-rows.js';

/** What the journal of a campaign says between the end of a segment and what is asked for. */
export type JournalRow = {
  readonly campaign: string;
  readonly journal: {
    /** Of which cells: those of the country, or those of the places in it. */
    readonly grain: 'country' | 'place';
    /** The end that these cells are of. */
    readonly settled: string;
    readonly strands: number;
    /** Whether these cells were known to who asked. */
    readonly kept: boolean;
    /** Whether they can change no more. */
    readonly final: boolean;
  };
  readonly places: string;
  readonly segments: string;
  /** Null: nothing is on the way. */
  readonly heads: Uint8Array | null;
  /** Null: of none. */
  readonly slots: Uint8Array | null;
};

/** What a question wants of journals. */
type Wanted = {
  readonly parts: readonly Part[];
  readonly breakdown: readonly string[];
  /** How many slots are wanted. */
  readonly slotCount: number;
};

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

const isOf = ({ campaign, journal: { grain } }: JournalRow, part: Part): boolean =>
  (part.campaign === null || part.campaign === campaign) &&
  (part.cell.kind === 'country') === (grain === 'country');

const pastOf = (parts: readonly Part[], journal: JournalRow): Past => {
  const territories = new Map<string, Territory>();
  const numbers = new Map<string, number>();
  const cells = new Map<string, Map<string, readonly number[]>>();
  for (const { territory, cell } of parts.filter((part) => isOf(journal, part))) {
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

const noBytes = new Uint8Array();

const packedOf = (journal: JournalRow, slotCount: number): PackedJournal => ({
  places: journal.places,
  segments: journal.segments,
  heads: journal.heads ?? noBytes,
  slots: journal.slots ?? noBytes,
  slotCount,
});

/** What changed in each territory and segment between what its cells are of and what is known. */
export const journaledSums = (
  journal: JournalRow,
  { round, known }: { readonly round: Round; readonly known: bigint },
  { parts, breakdown, slotCount }: Wanted,
): readonly SumRow[] => {
  if (journal.heads === null) return [];
  const past = pastOf(parts, journal);
  const { territories } = past;
  const { segments, numberOf } = segmentsBy(breakdown);
  const changeOf = changesOnWay(
    packedOf(journal, slotCount),
    { settled: BigInt(journal.journal.settled), known },
    {
      groupsOf: groupsFinder(past),
      stepOf: (segment) => {
        const number = numberOf(segment);
        return number === null ? null : number * territories.length;
      },
    },
  );
  return segments.flatMap((segment, step) =>
    territories.flatMap((territory, group): readonly SumRow[] => {
      const change = changeOf(step * territories.length + group);
      return hasAny(change) ? [tallyRow({ round, territory, segment }, change)] : [];
    }),
  );
};
