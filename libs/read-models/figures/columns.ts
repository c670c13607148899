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

const widthOf = (column: Column): Width => {
  let most = 0;
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row] ?? 0;
    if (typeof value === 'bigint') return 8;
    if (value > most) most = value;
    else if (-value > most) most = -value;
  }
  return widths.find((width) => width === 8 || most <= mostIn[width]) ?? 8;
};

type Write = (view: DataView, at: number, value: number | bigint) => void;

const writers: Readonly<Record<Width, Write>> = {
  0: () => undefined,
  1: (view, at, value) => {
    view.setInt8(at, Number(value));
  },
  2: (view, at, value) => {
    view.setInt16(at, Number(value));
  },
  4: (view, at, value) => {
    view.setInt32(at, Number(value));
  },
  8: (view, at, value) => {
    view.setBigInt64(at, BigInt(value));
  },
};

const sizeOf = (column: Column, width: Width): number => 1 + width * column.length;

/**
 * For each group of columns its bytes: one column after the other, its width in one byte, then its values in that many
 * bytes each, the highest first. All are parts of one buffer: many small ones are slow to make and to collect.
 */
export const packGroups = (groups: readonly (readonly Column[])[]): readonly Uint8Array[] => {
  const columns = groups.flat();
  const measured = columns.map(widthOf);
  const size = columns.reduce((sum, one, index) => sum + sizeOf(one, measured[index] ?? 0), 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  let next = 0;
  return groups.map((group) => {
    const start = at;
    for (const column of group) {
      const width = measured[next++] ?? 0;
      view.setUint8(at++, width);
      if (width === 0) continue;
      const write = writers[width];
      for (let row = 0; row < column.length; row += 1, at += width)
        write(view, at, column[row] ?? 0);
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
