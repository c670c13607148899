import type { Page, PageRequest } from '#application';

/** An opaque cursor over one unique text key. */
const cursorOf = (key: string): string => Buffer.from(key, 'utf8').toString('base64url');

/** The key after which a page starts: the empty text is before every key. */
export const keyAfter = ({ after }: PageRequest): string =>
  after === null ? '' : Buffer.from(after, 'base64url').toString('utf8');

/** How many rows to ask for: one more than wanted tells whether a page follows. */
export const rowsToRead = ({ first }: PageRequest): number => first + 1;

export const pageOf = <Row>(
  read: readonly Row[],
  { first }: PageRequest,
  key: (row: Row) => string,
): Page<Row> => {
  const rows = read.slice(0, first);
  return {
    rows,
    cursors: rows.map((row) => cursorOf(key(row))),
    hasNextPage: read.length > first,
  };
};

/** A condition of a list: its text when the filter asks for it, with the value of its one parameter. */
export type Condition = { readonly text: (parameter: string) => string; readonly value: unknown };

/**
 * `a = $2 and b = $3` for the conditions that are asked for, after `taken` parameters. The texts are constants
 * of the program, so a list has as many statements as its filter has forms, each prepared once.
 */
export const whereOf = (
  conditions: readonly Condition[],
  taken: number,
): { readonly text: string; readonly values: readonly unknown[] } => {
  const asked = conditions.filter(({ value }) => value !== undefined);
  const texts = asked.map(({ text }, index) => text(`$${String(taken + index + 1)}`));
  return {
    text: texts.length === 0 ? 'true' : texts.join(' and '),
    values: asked.map(({ value }) => value),
  };
};
