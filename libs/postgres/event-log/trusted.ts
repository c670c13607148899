import { BrokenAssumption } from '#kernel';

import type { EncodedAppend, EncodedEvent } from '#application';

/** Where the last event of an append stands, and since when. */
export type Place = { readonly position: bigint; readonly recordedAt: string };

/** What was written of a batch; what is absent is still to be decided. */
export type Written = ReadonlyMap<EncodedAppend, Place>;

export const nothing: Written = new Map();

export const lastOf = ({ events }: EncodedAppend): EncodedEvent => {
  const last = events.at(-1);
  if (last === undefined) throw new BrokenAssumption('an append without events');
  return last;
};

export const countEvents = (appends: readonly EncodedAppend[]): number =>
  appends.reduce((sum, { events }) => sum + events.length, 0);
