import { createHash } from 'node:crypto';

import type { Page, PageRequest } from '#application';
import { Fault } from '#platform';

import { type PageArgs, pageOf } from './arguments.js';
import { type Connection, connectionOfPage, type Count } from './connection.model.js';

const sealLength = 8;

/** Tells a cursor that this list has made from any other text, a cut one and one of another list too. */
const sealOf = (name: readonly string[], cursor: string): string =>
  createHash('sha256')
    .update(JSON.stringify([...name, cursor]))
    .digest('base64url')
    .slice(0, sealLength);

export const cursorUnknown = (found: string): Fault =>
  new Fault(
    'BAD_REQUEST',
    {
      fr: '« after » n’est pas un curseur de cette liste : reprenez tel quel le endCursor de sa page précédente, ou recommencez sans « after ».',
      en: '"after" is not a cursor of this list: take the endCursor of its page before as it is, or begin again without "after".',
    },
    { field: 'after', found },
  );

type PageRead<Row> = Page<Row> & { readonly endCursor?: string | null };

/** A paginated list. `name` tells it from every other: a cursor is good for the list that made it alone. */
export const listOf = (...name: readonly string[]) => {
  const sealed = (cursor: string): string => sealOf(name, cursor) + cursor;
  return {
    /** Throws BAD_REQUEST for an `after` that this list has not made. */
    request: (args: PageArgs): PageRequest => {
      const request = pageOf(args);
      if (request.after === null) return request;
      const after = request.after.slice(sealLength);
      if (sealed(after) !== request.after) throw cursorUnknown(request.after);
      return { ...request, after };
    },

    connection: <Row, Node>(
      page: PageRead<Row>,
      nodeOf: (row: Row) => Node,
      count: Count,
    ): Connection<Node> => {
      const { endCursor = page.cursors.at(-1) ?? null } = page;
      const told = {
        ...page,
        cursors: page.cursors.map(sealed),
        endCursor: endCursor === null ? null : sealed(endCursor),
      };
      return connectionOfPage(told, nodeOf, count);
    },
  };
};
