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
  for (const value of column) {
    if (typeof value === 'bigint') return 8;
    if (value > most) most = value;
    else if (-value > most) most = -value;
  }
  return widths.find((width) => width === 8 || most <= mostIn[width]) ?? 8;
};

const write = (view: DataView, at: number, [width, value]: [Width, number | bigint]): void => {
  if (width === 1) view.setInt8(at, Number(value));
  else if (width === 2) view.setInt16(at, Number(value));
  else if (width === 4) view.setInt32(at, Number(value));
  else if (width === 8) view.setBigInt64(at, BigInt(value));
};

/** One column after the other: its width in one byte, then its values in that many bytes each, the highest first. */
export const packColumns = (columns: readonly Column[]): Uint8Array => {
  const measured = columns.map((column) => [widthOf(column), column] as const);
  const size = measured.reduce((sum, [width, { length }]) => sum + 1 + width * length, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, column] of measured) {
    view.setUint8(at, width);
    at += 1;
    if (width === 0) continue;
    for (const value of column) {
      write(view, at, [width, value]);
      at += width;
    }
  }
  return bytes;
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
