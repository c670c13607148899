import type { Gauge } from './contribution.js';
import { type CampaignSums, type Counter, openCounter } from './counter.js';
import type { Enrolled, ResponseRow } from './figures.rows.js';
import type { Held } from './history.js';

export type Current = { readonly enrolled: Enrolled; readonly held: Held<ResponseRow> | null };

/** Everything of one campaign that a batch works on. Mutable, owned by the batch. */
export type Desk = {
  readonly campaign: string;
  readonly gauge: Gauge;
  /** Responses that the batch has met, by UAI. */
  readonly standings: Map<string, Current>;
  readonly counter: Counter;
};

type Opening = Pick<Desk, 'campaign' | 'gauge'> & { readonly sums: CampaignSums | null };

export const openDesk = ({ campaign, gauge, sums }: Opening): Desk => {
  const counter = openCounter({ campaign, slots: gauge.slots, sums });
  return { campaign, gauge, standings: new Map(), counter };
};
