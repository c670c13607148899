import type { Page, PageRequest } from '#application';
import { Fault } from '#platform';

const cursorOf = (key: string): string => Buffer.from(key).toString('base64url');

/** The key that a cursor stands for. Throws BAD_REQUEST for a text that is no cursor. */
const keyOfCursor = (cursor: string): string => {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (cursorOf(key) === cursor) return key;
  throw new Fault('BAD_REQUEST', {
    fr: '« after » n’est pas un curseur de cette liste : reprenez endCursor tel quel.',
    en: '"after" is not a cursor of this list: take endCursor as it is.',
  });
};

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
