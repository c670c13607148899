import type { Page, PageRequest } from '#application';

const cursorOf = (key: string): string => Buffer.from(key).toString('base64url');

const keyOfCursor = (cursor: string): string => Buffer.from(cursor, 'base64url').toString();

/** A page of rows that are in memory, in the order of their keys. */
export const memoryPage = <Row>(
  rows: Iterable<Row>,
  keyOf: (row: Row) => string,
  { first, after }: PageRequest,
): Page<Row> => {
  const start = after === null ? '' : keyOfCursor(after);
  const sorted = [...rows]
    .map((row) => ({ row, key: keyOf(row) }))
    .filter(({ key }) => key > start)
    .sort((left, right) => (left.key < right.key ? -1 : 1));
  const page = sorted.slice(0, first);
  return {
    rows: page.map(({ row }) => row),
    cursors: page.map(({ key }) => cursorOf(key)),
    hasNextPage: sorted.length > first,
  };
};
