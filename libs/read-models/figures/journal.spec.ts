import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Leaf } from './cells.js';
import { addValue, valuesOf } from './exact-sums.js';
import { openEntries, openJournal, type PageRow, pageRows, record, strandOf } from './journal.js';
import {
  entriesOf,
  type JournalEntry,
  type PackedJournal,
  type PackedPage,
  packPage,
  pageLength,
} from './journal-page.js';
import { changesOnWay, type Grouping } from './journal-sums.js';
import { addTally, emptyTally, type Tally } from './tally.js';

const slotCount = 2;
const largest = BigInt(Number.MAX_SAFE_INTEGER);

const leaves = fc.record<Leaf>({
  department: fc.constantFrom('013', '031', '02A', null),
  academy: fc.constantFrom('02', '16', '27', '23', null),
  academicRegion: fc.constantFrom('93', null),
  schoolType: fc.constantFrom('ECOLE', 'COLLEGE'),
  sector: fc.constantFrom('PU', 'PR', null),
});

const changes = fc
  .record({
    received: fc.constantFrom(-1, 0, 1),
    validated: fc.constantFrom(-1, 0, 1),
    late: fc.constantFrom(-1, 0, 1),
    pupilsReceived: fc.integer({ min: -3_000, max: 3_000 }),
    synthetic: fc.constantFrom(-1, 0, 1),
    used: fc.constantFrom(-1, 0, 1),
    sums: fc.array(fc.oneof(fc.integer(), fc.bigInt({ min: -largest * 2n, max: largest * 2n })), {
      minLength: 4,
      maxLength: 4,
    }),
  })
  .map(({ used, sums, ...counts }): Tally => {
    const change = emptyTally(slotCount);
    Object.assign(change.counts, counts);
    change.used[1] = used;
    sums.forEach((value, index) => {
      const of = index < 2 ? change.numerators : change.denominators;
      addValue(of, index % 2, value);
    });
    return change;
  });

/** Positions with gaps between them. */
const journals = (maxLength: number): fc.Arbitrary<readonly JournalEntry[]> =>
  fc
    .array(
      fc.record({
        leaf: leaves,
        change: changes,
        gap: fc.oneof(fc.bigInt({ min: 1n, max: 40n }), fc.constant(2n ** 40n)),
      }),
      { minLength: 1, maxLength },
    )
    .map((all) => {
      let position = 10n;
      return all.map(({ leaf, change, gap }) => {
        position += gap;
        return { position, leaf, change };
      });
    });

const joined = (bytes: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(bytes.flatMap((some) => [...some]));

/** As a statement puts pages together. */
const together = (pages: readonly PackedPage[]): PackedJournal => ({
  places: pages.map(({ places }) => places).join('\n'),
  segments: pages.map(({ segments }) => segments).join('\n'),
  heads: joined(pages.map(({ head }) => head)),
  slots: joined(pages.flatMap(({ slots }) => slots)),
  slotCount,
});

const shown = ({ counts, used, numerators, denominators }: Tally) => ({
  counts,
  used,
  numerators: Array.from<number | bigint, bigint>(valuesOf(numerators), BigInt),
  denominators: Array.from<number | bigint, bigint>(valuesOf(denominators), BigInt),
});

const shownEntries = (entries: readonly JournalEntry[]) =>
  entries.map(({ position, leaf, change }) => ({ position, leaf, change: shown(change) }));

const byStrand = (entries: readonly JournalEntry[]) =>
  [...entries].sort(({ leaf: one }, { leaf: other }) => strandOf(one) - strandOf(other));

/** The pages that batches of these sizes leave, the last ones first replaced by what continues them. */
const pagesLeftBy = (
  entries: readonly JournalEntry[],
  sizes: readonly number[],
): readonly (readonly unknown[])[] => {
  const rows = new Map<string, PageRow>();
  let open: readonly JournalEntry[] = [];
  for (let at = 0, batch = 0; at < entries.length; batch += 1) {
    const size = sizes[batch % sizes.length] ?? 1;
    const journal = openJournal(open);
    for (const entry of entries.slice(at, at + size)) record(journal, entry);
    for (const row of pageRows('c', journal)) {
      const key = `${String(row.strand)}|${String(row.first)}`;
      expect([key, rows.has(key)]).toEqual([key, row.isContinued]);
      rows.set(key, row);
    }
    // What another process knows: the entries of the pages that it reads.
    open = byStrand(
      openEntries(journal).length === 0
        ? []
        : [...rows.values()]
            .map((row) => entriesOf(together([row])))
            .filter(({ length }) => length < pageLength)
            .flat(),
    );
    at += size;
  }
  return Array.from(rows)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, { places, segments, head, slots }]) => [key, places, segments, head, slots]);
};

const groups = [
  { department: '013', step: 0 },
  { department: '031', step: 1 },
];

/** By département, then by sector. */
const grouping: Grouping = {
  groupsOf: ({ department }) =>
    groups.flatMap((group) => (group.department === department ? [group.step] : [])),
  stepOf: ({ sector }) => (sector === null ? null : sector === 'PU' ? 0 : groups.length),
};

const isIn = ({ department, sector }: Leaf, group: number): boolean =>
  sector === (group < 2 ? 'PU' : 'PR') && department === groups[group % 2]?.department;

const sumOf = (entries: readonly JournalEntry[]): Tally => {
  const sum = emptyTally(slotCount);
  for (const { change } of entries) addTally(sum, change);
  return sum;
};

describe('the journal of a campaign', () => {
  it('gives back the entries of a page, whatever they are', () => {
    fc.assert(
      fc.property(journals(pageLength), (entries) => {
        const page = packPage(entries);
        expect(page.first).toBe(entries[0]?.position);
        expect(shownEntries(entriesOf(together([page])))).toEqual(shownEntries(entries));
      }),
    );
  });

  it('has the same pages however it is cut into batches, and whoever goes on with them', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(journals(400), sizes, (entries, cut) => {
        expect(pagesLeftBy(entries, cut)).toEqual(pagesLeftBy(entries, [entries.length]));
      }),
      { numRuns: 30 },
    );
  });

  it('fills a page before it begins the next, in each strand', () => {
    fc.assert(
      fc.property(journals(400), (entries) => {
        const journal = openJournal([]);
        for (const entry of entries) record(journal, entry);
        journal.forEach(({ filled, entries: left }, strand) => {
          const own = entries.filter(({ leaf }) => strandOf(leaf) === strand);
          const lengths = filled.map((page) => entriesOf(together([page])).length);
          expect(lengths).toEqual(filled.map(() => pageLength));
          expect(left).toEqual(own.slice(filled.length * pageLength));
        });
      }),
      { numRuns: 30 },
    );
  });

  it('adds up what came between two positions, and takes it away on the way back', () => {
    fc.assert(
      fc.property(journals(200), fc.nat(), fc.nat(), (entries, one, other) => {
        const journal = openJournal([]);
        for (const entry of entries) record(journal, entry);
        const packed = together(pageRows('c', journal));
        const at = (index: number): bigint => entries[index % entries.length]?.position ?? 0n;
        const [from, to] = [at(one), at(other)].sort((a, b) => (a < b ? -1 : 1)) as [
          bigint,
          bigint,
        ];
        const between = entries.filter(({ position }) => position > from && position <= to);
        const forward = changesOnWay(packed, { settled: from, known: to }, grouping);
        const back = changesOnWay(packed, { settled: to, known: from }, grouping);
        for (const group of [0, 1, 2, 3]) {
          const wanted = sumOf(between.filter(({ leaf }) => isIn(leaf, group)));
          expect(shown(forward(group))).toEqual(shown(wanted));
          const nothing = emptyTally(slotCount);
          addTally(nothing, wanted);
          addTally(nothing, back(group));
          expect(shown(nothing)).toEqual(shown(emptyTally(slotCount)));
        }
      }),
    );
  });
});
