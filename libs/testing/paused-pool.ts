import type { Socket } from 'node:net';

import { createPool, type Pool } from '#postgres';

/** What is taken hold of in a connection of the driver. */
type Connection = {
  query: (...how: unknown[]) => unknown;
  readonly connection: { readonly stream: Socket };
};

/** A pool of a process that stands still: as SIGSTOP does, in the middle of a transaction. */
export type PausedPool = {
  readonly pool: Pool;
  /** Resolves when a connection is about to run the statement, and runs it no further. */
  readonly stoodStill: Promise<void>;
  /** What the server has said meanwhile is read only now, after what is sent now. */
  readonly goOn: () => void;
};

const signal = () => {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
};

const isNamed = (config: unknown, name: string): boolean =>
  typeof config === 'object' && config !== null && 'name' in config && config.name === name;

/** Stands still once, before the first prepared statement of this name. */
export const pausedPool = (url: string, statement: string): PausedPool => {
  const pool = createPool({ url, max: 10, applicationName: 'paused' });
  const [reached, resumed] = [signal(), signal()];
  let isDone = false;

  const stop = (connection: Connection): void => {
    const run = connection.query.bind(connection);
    const standStill = async (...how: unknown[]): Promise<unknown> => {
      const { stream: socket } = connection.connection;
      socket.pause();
      reached.give();
      await resumed.given;
      const answer = run(...how);
      socket.resume();
      return answer;
    };
    connection.query = (...how) => {
      if (isDone || !isNamed(how[0], statement)) return run(...how);
      isDone = true;
      return standStill(...how);
    };
  };
  pool.on('connect', (connection) => stop(connection as unknown as Connection));
  return { pool, stoodStill: reached.given, goOn: resumed.give };
};
