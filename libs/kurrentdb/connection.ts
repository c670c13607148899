import { KurrentDBClient } from '@kurrent/kurrentdb-client';

import type { Patience } from '#application';

import { isPassing, KurrentUnusable } from './faults.js';

export type KurrentLogOptions = {
  /** `kurrentdb://user:password@host:2113?tls=true&tlsCaFile=…` or `esdb://…`: the client's connection string. */
  readonly url: string;
  /** What the names of this program's streams begin with on the server; default `observatoire-`. */
  readonly prefix?: string;
  /** Appends that may wait for their answer before others are refused; default 10,000. */
  readonly queueLimit?: number;
  /** How long a call tries to reach a server that went away; default 10 s. */
  readonly retryForMs?: number;
};

export const prefixOf = ({ prefix = 'observatoire-' }: Partial<KurrentLogOptions>): string =>
  prefix;

export const patienceOf = ({ retryForMs = 10_000 }: Partial<KurrentLogOptions>): Patience => ({
  forMs: retryForMs,
  isPassing,
});

export const connected = (url: string): KurrentDBClient => {
  try {
    return KurrentDBClient.connectionString(url);
  } catch (cause) {
    throw new KurrentUnusable(
      'KURRENTDB_URL is not a connection string of KurrentDB. Give one such as kurrentdb://user:password@host:2113?tls=true, or esdb://host:2113?tls=false.',
      { cause },
    );
  }
};
