import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  characterBroken,
  characterNul,
  lineTooLong,
  notUtf8,
  quotesUnbalanced,
  separatorUnknown,
} from '#contracts';
import type { Problem } from '#kernel';

import { openLines, type TextOptions } from './lines.js';
import { cellsOf } from './cells.js';
import { openTable, readFirstLine } from './table.js';

type ReadRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly problem: Problem };

const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Buffer =>
  Buffer.from(text, encoding);

async function* inChunks(
  content: Uint8Array,
  sizes: readonly number[],
): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const size of sizes) {
    yield content.subarray(from, from + size);
    from += size;
  }
  yield content.subarray(from);
}

const known = new Set(['uai', 'nom', 'effectifs']);

type Read = {
  readonly header: readonly string[];
  readonly separator: string;
  readonly rows: readonly ReadRow[];
  readonly isUnended: boolean;
};

const readTable = async (
  content: Uint8Array,
  options: TextOptions & { readonly sizes?: readonly number[] } = {},
): Promise<Read | Problem> => {
  const lines = await openLines(inChunks(content, options.sizes ?? []), options);
  if (!lines.ok) return lines.error;
  const table = openTable(await readFirstLine(lines.value), known);
  if (!table.ok) return table.error;

  const { header, separator, blocks } = table.value;
  const rows: ReadRow[] = [];
  let isUnended = false;
  for await (const block of blocks) {
    for (const { line, ...row } of block.rows) {
      rows.push('text' in row ? { line, cells: cellsOf(row.text, separator) } : { line, ...row });
    }
    isUnended ||= block.isUnended;
  }
  return { header, separator, rows, isUnended };
};

const header = ['uai', 'nom', 'effectifs'];
const row = (line: number, ...cells: string[]): ReadRow => ({ line, cells });
const refused = (line: number, problem: Problem): ReadRow => ({ line, problem });
const read = (rows: readonly ReadRow[], isUnended = false): Read => ({
  header,
  separator: ';',
  rows,
  isUnended,
});

const code = (result: Read | Problem): string => ('code' in result ? result.code : 'READ');

describe('the bytes of a file', () => {
  const text = 'uai;nom;effectifs\r\n0131884C;Collège Belle de Mai;583\r\n';
  const rows = [row(2, '0131884C', 'Collège Belle de Mai', '583')];

  it.each([
    ['UTF-8', bytes(text)],
    ['UTF-8 with its mark', bytes(`\uFEFF${text}`)],
    ['UTF-16 little endian with its mark', bytes(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 big endian with its mark', bytes(`\uFEFF${text}`, 'utf16le').swap16()],
    ['lines ended by a line feed alone', bytes(text.replaceAll('\r\n', '\n'))],
    ['lines ended by a carriage return alone', bytes(text.replaceAll('\r\n', '\r'))],
  ])('are read as %s', async (_, content) => {
    expect(await readTable(content)).toEqual(read(rows));
  });

  it('are refused as Windows-1252, and read as such when the author says so', async () => {
    const content = bytes(text.replace('nom', 'nom ét.'), 'latin1');
    expect(await readTable(content)).toEqual(notUtf8(1));
    expect(await readTable(bytes(text, 'latin1'), { encoding: 'windows-1252' })).toEqual(
      read(rows),
    );
  });

  it('are refused as Windows-1252 when several lines are', async () => {
    const content = bytes('uai;nom;effectifs\n1;Collège;2\n3;ok;4\n5;Lycée;6\n', 'latin1');
    expect(await readTable(content)).toEqual(notUtf8(2));
  });

  it('that are UTF-16 without a mark are refused, and read when the author says so', async () => {
    const content = bytes(text, 'utf16le');
    expect(code(await readTable(content))).toBe('ENCODING_UTF16_WITHOUT_MARK');
    expect(code(await readTable(Buffer.from(content).swap16()))).toBe(
      'ENCODING_UTF16_WITHOUT_MARK',
    );
    expect(await readTable(content, { encoding: 'utf-16le' })).toEqual(read(rows));
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'FILE_EMPTY'],
    ['a mark and nothing else', bytes('\uFEFF'), 'FILE_EMPTY'],
    ['blank lines only', bytes('\n  \r\n\n'), 'FILE_EMPTY'],
    ['a spreadsheet', Buffer.from('504b0304140006000800', 'hex'), 'FILE_NOT_TEXT'],
    ['a compressed file', Buffer.from('1f8b08000000', 'hex'), 'FILE_NOT_TEXT'],
  ])('that hold %s are refused', async (_, content, expected) => {
    expect(code(await readTable(content))).toBe(expected);
  });

  it('that are broken in one place cost that line only', async () => {
    const content = Buffer.concat([
      bytes('uai;nom;effectifs\nA;école;1\nB;éc'),
      Buffer.from([0xe9]),
      bytes('le;2\nC;école;3\n'),
    ]);
    expect(await readTable(content)).toEqual(
      read([row(2, 'A', 'école', '1'), refused(3, characterBroken(5)), row(4, 'C', 'école', '3')]),
    );
  });

  it('that hold a NUL cost that line only', async () => {
    expect(await readTable(bytes('uai;nom;effectifs\nA;b\0;1\nC;d;3\n'))).toEqual(
      read([refused(2, characterNul(4)), row(3, 'C', 'd', '3')]),
    );
  });

  it('of an endless line are never held: the line is refused, the next ones are read', async () => {
    const content = bytes(`uai;nom;effectifs\nA;${'x'.repeat(5_000)};1\nC;d;3\n`);
    expect(await readTable(content, { maxLineLength: 100 })).toEqual(
      read([refused(2, lineTooLong(100)), row(3, 'C', 'd', '3')]),
    );
  });
});

describe('the header', () => {
  it.each([
    [';', 'uai;nom;effectifs\nA;b;1\n'],
    [',', 'uai,nom,effectifs\nA,b,1\n'],
    ['\t', 'uai\tnom\teffectifs\nA\tb\t1\n'],
    [';', '"UAI";"Nom";"Effectifs"\n"A";"b";"1"\n'],
  ])('tells the separator %j', async (separator, text) => {
    const table = await readTable(bytes(text));
    expect(table).toMatchObject({ separator, rows: [row(2, 'A', 'b', '1')] });
  });

  it('that no separator splits into known columns is refused', async () => {
    expect(await readTable(bytes('uai|nom|effectifs\nA|b|1\n'))).toEqual(
      separatorUnknown('uai|nom|effectifs'),
    );
  });

  it('with a quote too many is refused', async () => {
    expect(await readTable(bytes('uai;"nom;effectifs\nA;b;1\n'))).toMatchObject({
      code: 'QUOTES_UNBALANCED',
    });
  });

  it('may be alone', async () => {
    expect(await readTable(bytes('uai;nom;effectifs\n'))).toEqual(read([]));
    expect(await readTable(bytes('uai;nom;effectifs'))).toEqual(read([]));
  });

  it('that comes again is refused as a line', async () => {
    expect(
      await readTable(bytes('uai;nom;effectifs\nA;b;1\nuai;nom;effectifs\nC;d;2\n')),
    ).toMatchObject({
      rows: [
        row(2, 'A', 'b', '1'),
        { line: 3, problem: { code: 'HEADER_REPEATED' } },
        row(4, 'C', 'd', '2'),
      ],
    });
  });
});

describe('the lines', () => {
  it('of a quoted cell are one record', async () => {
    expect(await readTable(bytes('uai;nom;effectifs\nA;"b\nc ""d""";1\nE;f;2\n'))).toEqual(
      read([row(2, 'A', 'b\nc "d"', '1'), row(4, 'E', 'f', '2')]),
    );
  });

  it('after a quote that never closes are read as records of their own', async () => {
    expect(await readTable(bytes('uai;nom;effectifs\nA;"b;1\nC;d;2\nE;f;3\n'))).toEqual(
      read([refused(2, quotesUnbalanced(2, 2)), row(3, 'C', 'd', '2'), row(4, 'E', 'f', '3')]),
    );
  });

  it('after a quote that closes in the wrong place are read as records of their own', async () => {
    expect(await readTable(bytes('uai;nom;effectifs\nA;"b;1\nC;"d";2\n'))).toEqual(
      read([refused(2, quotesUnbalanced(2, 2)), row(3, 'C', 'd', '2')]),
    );
  });

  it('after a quote left open for hundreds of lines are all read', async () => {
    const lines = Array.from({ length: 500 }, (_, index) => `C;d;${String(index)}`);
    const table = await readTable(bytes(`uai;nom;effectifs\nA;"b;1\n${lines.join('\n')}\n`));
    expect(table).toEqual(
      read([
        refused(2, quotesUnbalanced(2, 2)),
        ...lines.map((_, index) => row(index + 3, 'C', 'd', String(index))),
      ]),
    );
  });

  it('with too few or too many cells are refused alone; empty cells at the end are none', async () => {
    expect(await readTable(bytes('uai;nom;effectifs\nA;b\nA;b;1;x\nA;b;1;;\n'))).toMatchObject({
      rows: [
        { line: 2, problem: { code: 'CELL_COUNT_WRONG', found: '2 cells' } },
        { line: 3, problem: { code: 'CELL_COUNT_WRONG', found: '4 cells' } },
        row(4, 'A', 'b', '1', '', ''),
      ],
    });
  });

  it('that are blank are none', async () => {
    expect(await readTable(bytes('\n\nuai;nom;effectifs\n\nA;b;1\n;;\n \n ;"";\n'))).toEqual(
      read([row(5, 'A', 'b', '1')]),
    );
  });

  it('of which the last is cut are told so', async () => {
    expect(await readTable(bytes('uai;nom;effectifs\nA;b;1\nC;d'))).toMatchObject({
      rows: [row(2, 'A', 'b', '1'), { line: 3, problem: { code: 'LINE_TRUNCATED' } }],
      isUnended: false,
    });
  });

  it('of which the last has no line end are read, and told so', async () => {
    expect(await readTable(bytes('uai;nom;effectifs\nA;b;1'))).toEqual(
      read([row(2, 'A', 'b', '1')], true),
    );
  });
});

describe('how the source cuts its chunks', () => {
  const content = Buffer.concat([
    bytes('\uFEFFuai;nom;effectifs\r\n0131884C;"Collège ""Belle\r\nde Mai""";583\r\nA;"b;1\r\n'),
    Buffer.from([0x41, 0xc3, 0x3b, 0xe2, 0x82, 0x3b, 0x31, 0x0d, 0x0a]),
    bytes(`B;${'y'.repeat(90)};2\r\n\r\nC;d\0;3\r\nuai;nom;effectifs\r\nD;é€𝄞;4\r\nE;f`),
  ]);

  it('never changes what is read', async () => {
    const whole = await readTable(content, { maxLineLength: 60 });
    const sizes = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(sizes, async (cuts) => {
        expect(await readTable(content, { maxLineLength: 60, sizes: cuts })).toEqual(whole);
      }),
    );
  });

  it('may be one byte at a time', async () => {
    const ones = Array.from(content, () => 1);
    expect(await readTable(content, { sizes: ones })).toEqual(await readTable(content));
  });
});
