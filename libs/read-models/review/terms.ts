import type { Actor, Position } from '#kernel';

/** Who did something, when, and where it stands in the log. */
export type Deed = {
  readonly position: Position;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly by: Actor;
};

/** A row that holds from one deed to another, which is null while it holds. */
export type Term = { readonly begun: Deed; readonly ended: Deed | null };

/** The rows that hold, by key, and every row that a batch has touched. */
export type Book<Row extends Term> = {
  readonly before: ReadonlyMap<string, Row>;
  readonly holding: Map<string, Row | undefined>;
  readonly touched: Map<string, Row>;
};

export const openBook = <Row extends Term>(before: ReadonlyMap<string, Row>): Book<Row> => ({
  before,
  holding: new Map(),
  touched: new Map(),
});

const holdingAt = <Row extends Term>({ before, holding }: Book<Row>, key: string) =>
  holding.has(key) ? holding.get(key) : before.get(key);

const write = <Row extends Term>({ touched }: Book<Row>, key: string, row: Row): void => {
  touched.set(`${key} ${String(row.begun.position)}`, row);
};

/** Ends what holds under a key; nothing to do when nothing does. */
export const end = <Row extends Term>(
  book: Book<Row>,
  key: string,
  ending: (row: Row) => Row,
): void => {
  const row = holdingAt(book, key);
  if (row === undefined) return;
  write(book, key, ending(row));
  book.holding.set(key, undefined);
};

export const begin = <Row extends Term>(book: Book<Row>, key: string, row: Row): void => {
  write(book, key, row);
  book.holding.set(key, row);
};
