import { BrokenAssumption } from '#kernel';

/** Whole numbers, of up to 64 bits: those that are no safe integers as bigint. */
export type Column = readonly (number | bigint)[];

/** Bytes that each value of a column takes, and the largest that fits. Zero: all are zero. */
const widths = [0, 1, 2, 4, 8] as const;
type Width = (typeof widths)[number];
const mostIn: Readonly<Record<Exclude<Width, 8>, number>> = {
  0: 0,
  1: 2 ** 7 - 1,
  2: 2 ** 15 - 1,
  4: 2 ** 31 - 1,
};

/** One value of each of several columns, row by row: a column of it is packed where it stands. */
type Table = readonly Column[];

/** A column of a table. */
export type Part = { readonly table: Table; readonly column: number };

const widthOf = ({ table, column }: Part): Width => {
  let most = 0;
  for (let row = 0; row < table.length; row += 1) {
    const value = table[row]?.[column] ?? 0;
    if (typeof value === 'bigint') return 8;
    if (value > most) most = value;
    else if (-value > most) most = -value;
  }
  return widths.find((width) => width === 8 || most <= mostIn[width]) ?? 8;
};

const write = (view: DataView, start: number, { table, column }: Part, width: Width): void => {
  let at = start;
  for (let row = 0; row < table.length; row += 1, at += width) {
    const value = table[row]?.[column] ?? 0;
    if (width === 1) view.setInt8(at, Number(value));
    else if (width === 2) view.setInt16(at, Number(value));
    else if (width === 4) view.setInt32(at, Number(value));
    else view.setBigInt64(at, BigInt(value));
  }
};

const sizeOf = ({ table }: Part, width: Width): number => 1 + width * table.length;

/** Columns that stand alone, as those of a table. */
export const partsOf = (columns: readonly Column[]): readonly Part[] =>
  columns.map((column) => ({ table: column.map((value) => [value]), column: 0 }));

/**
 * For each group of columns its bytes: one column after the other, its width in one byte, then its values in that many
 * bytes each, the highest first. All are parts of one buffer: many small ones are slow to make and to collect.
 */
export const packGroups = (groups: readonly (readonly Part[])[]): readonly Uint8Array[] => {
  const parts = groups.flat();
  const measured = parts.map(widthOf);
  const size = parts.reduce((sum, one, index) => sum + sizeOf(one, measured[index] ?? 0), 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  let next = 0;
  return groups.map((group) => {
    const start = at;
    for (const part of group) {
      const width = measured[next++] ?? 0;
      view.setUint8(at, width);
      if (width > 0) write(view, at + 1, part, width);
      at += sizeOf(part, width);
    }
    return bytes.subarray(start, at);
  });
};

/** A packed column where it stands. */
export type PackedColumn = {
  readonly view: DataView;
  readonly start: number;
  readonly width: number;
};

const readers: Readonly<Record<number, (view: DataView, at: number) => number | bigint>> = {
  0: () => 0,
  1: (view, at) => view.getInt8(at),
  2: (view, at) => view.getInt16(at),
  4: (view, at) => view.getInt32(at),
  8: (view, at) => view.getBigInt64(at),
};

/** Reads the value of a row, counted from zero: a bigint in a column of 64 bits. */
export const valuesIn = ({
  view,
  start,
  width,
}: PackedColumn): ((row: number) => number | bigint) => {
  const read = readers[width];
  if (read === undefined)
    throw new BrokenAssumption(`a packed column is ${String(width)} bytes wide`);
  return (row) => read(view, start + row * width);
};

export type ColumnReader = {
  /** The next column: it must be told how many rows that has. */
  readonly next: (rows: number) => PackedColumn;
  readonly isAtEnd: () => boolean;
};

/** Reads packed columns one after the other. */
export const columnReader = (bytes: Uint8Array): ColumnReader => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  return {
    next: (rows) => {
      const column = { view, start: at + 1, width: view.getUint8(at) };
      at = column.start + column.width * rows;
      return column;
    },
    isAtEnd: () => at >= bytes.length,
  };
};
