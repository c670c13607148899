import { createPool, type Pool } from '#postgres';

export type NotingPool = {
  readonly pool: Pool;
  /** Of the prepared statements that were run, in their order; empty for any other. */
  readonly names: string[];
  /** Names of statements that fail before they reach the server. */
  readonly refused: Set<string>;
};

/** What is taken hold of in a connection of the driver. */
type Connection = { query: (...how: unknown[]) => unknown };

const nameOf = (config: unknown): string =>
  typeof config === 'object' && config !== null && 'name' in config ? String(config.name) : '';

/** A pool that notes the prepared statements that are run, and refuses some. */
export const notingPool = (url: string): NotingPool => {
  const pool = createPool({ url, max: 10, applicationName: 'noting' });
  const names: string[] = [];
  const refused = new Set<string>();
  pool.on('connect', (found) => {
    const connection = found as unknown as Connection;
    const run = connection.query.bind(connection);
    connection.query = (...how) => {
      const name = nameOf(how[0]);
      names.push(name);
      return refused.has(name) ? Promise.reject(new Error(`${name} is refused`)) : run(...how);
    };
  });
  return { pool, names, refused };
};
