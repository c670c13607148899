import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';

import { csvForSpreadsheet, csvRecord, separators, splitRecord } from './csv.js';

const trickyCells = fc.array(
  fc.string({ unit: fc.constantFrom('a', 'é', '"', ';', ',', '\t', '\n', ' ', '0'), maxLength: 6 }),
  { minLength: 1, maxLength: 6 },
);
const anySeparator = fc.constantFrom(...separators);

const withoutLineEnd = (record: string): string => record.slice(0, -2);

describe('splitting a record', () => {
  it.each([
    ['a;b;c', ['a', 'b', 'c']],
    ['', ['']],
    [';;', ['', '', '']],
    ['"a";b', ['a', 'b']],
    ['"a;b";"c""d"', ['a;b', 'c"d']],
    ['"";x', ['', 'x']],
    ['x;""', ['x', '']],
    ['x;"y";', ['x', 'y', '']],
  ])('splits %j', (text, cells) => {
    expect(splitRecord(text, ';')).toEqual({ kind: 'cells', cells });
  });

  it.each([
    ['"a', { kind: 'open', column: 1 }],
    ['x;"a;b', { kind: 'open', column: 2 }],
    ['x;"a""', { kind: 'open', column: 2 }],
    ['"a"b;c', { kind: 'misquoted', column: 1 }],
    ['x;a"b', { kind: 'misquoted', column: 2 }],
    ['"a" ;c', { kind: 'misquoted', column: 1 }],
  ])('does not guess what %j means', (text, refusal) => {
    expect(splitRecord(text, ';')).toEqual(refusal);
  });

  it('gives back the cells of any record that was written, with any separator', () => {
    fc.assert(
      fc.property(trickyCells, anySeparator, (cells, separator) => {
        expect(splitRecord(withoutLineEnd(csvRecord(cells, separator)), separator)).toEqual({
          kind: 'cells',
          cells,
        });
      }),
    );
  });

  it('splits what csv-parse accepts into the cells that csv-parse finds', () => {
    const lines = fc.string({
      unit: fc.constantFrom('a', '"', ';', ' '),
      minLength: 1,
      maxLength: 12,
    });
    const peer = (line: string): readonly string[] | undefined => {
      try {
        const records: string[][] = parse(line, { delimiter: ';' });
        return records[0];
      } catch {
        return undefined;
      }
    };
    fc.assert(
      fc.property(lines, (line) => {
        const expected = peer(line);
        const split = splitRecord(line, ';');
        expect(split.kind === 'cells' ? split.cells : undefined).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('writing for spreadsheets', () => {
  it('starts with a byte order mark and separates with semicolons', () => {
    expect(
      csvForSpreadsheet([
        ['uai', 'nb_eleves'],
        ['0131884C', '12,5'],
      ]),
    ).toBe('\uFEFFuai;nb_eleves\r\n0131884C;"12,5"\r\n');
  });

  it('never lets a cell run as a formula, and leaves numbers alone', () => {
    expect(csvForSpreadsheet([['=1+1', '@x', '+33', '-12,5', '-x', 'a=b']])).toBe(
      "\uFEFF'=1+1;'@x;'+33;\"-12,5\";'-x;a=b\r\n",
    );
  });
});
