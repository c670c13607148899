import type { Page, PageRequest } from './directory.port.js';

/** All rows of a list that is short enough to be held: page after page, in its order. */
export const everyRow = async <Row>(
  read: (page: PageRequest) => Promise<Page<Row>>,
): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (let after: string | null = null; ;) {
    const page: Page<Row> = await read({ first: 100, after });
    rows.push(...page.rows);
    after = page.cursors.at(-1) ?? null;
    if (!page.hasNextPage || after === null) return rows;
  }
};
