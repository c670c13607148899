/** The log positions between which a version of a row holds: from one, up to but without the other. */
export type Period = { readonly knownFrom: bigint; readonly knownTo: bigint | null };

/** What a batch does to rows that are kept in versions. No version is ever changed but for its end. */
export type History<Row extends Period> = {
  /** New versions, ended already when the same batch has superseded them. */
  readonly opened: Row[];
  /** Versions of earlier batches that end now. */
  readonly closed: Row[];
};

/** A current version, and where the batch opened it: null when an earlier batch did. */
export type Held<Row extends Period> = { readonly row: Row; readonly opened: number | null };

export const emptyHistory = <Row extends Period>(): History<Row> => ({ opened: [], closed: [] });

/** Ends the version that is held where `row` begins, and holds `row`. In place. */
export const supersede = <Row extends Period>(
  history: History<Row>,
  held: Held<Row> | null,
  row: Row,
): Held<Row> => {
  if (held !== null) {
    const ended = { ...held.row, knownTo: row.knownFrom };
    if (held.opened === null) history.closed.push(ended);
    else history.opened[held.opened] = ended;
  }
  history.opened.push(row);
  return { row, opened: history.opened.length - 1 };
};
