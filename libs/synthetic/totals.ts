import { type Interval, isEmpty } from './printed.js';

/** The sum over some cells must fall in an interval. */
export type Bound = { readonly cells: readonly number[]; readonly interval: Interval };

type Domains = readonly Interval[];

const domainOf = (domains: Domains, cell: number): Interval =>
  domains[cell] ?? { low: 0, high: -1 };

const sums = (domains: Domains, cells: readonly number[]): Interval => ({
  low: cells.reduce((sum, cell) => sum + domainOf(domains, cell).low, 0),
  high: cells.reduce((sum, cell) => sum + domainOf(domains, cell).high, 0),
});

const narrowedBy = (domains: Domains, { cells, interval }: Bound): Domains => {
  const total = sums(domains, cells);
  return domains.map((domain, cell) =>
    cells.includes(cell)
      ? {
          low: Math.max(domain.low, interval.low - (total.high - domain.high)),
          high: Math.min(domain.high, interval.high - (total.low - domain.low)),
        }
      : domain,
  );
};

const widthOf = (domains: Domains): number =>
  domains.reduce((sum, { low, high }) => sum + high - low, 0);

/** Narrows every domain to what the bounds leave possible; undefined when nothing is. */
const propagated = (domains: Domains, bounds: readonly Bound[]): Domains | undefined => {
  const next = bounds.reduce(narrowedBy, domains);
  if (next.some(isEmpty)) return undefined;
  return widthOf(next) === widthOf(domains) ? next : propagated(next, bounds);
};

/** The middle first, then outwards: a figure in the middle of its rounding is the least surprising. */
const outwards = ({ low, high }: Interval): readonly number[] => {
  const middle = Math.floor((low + high) / 2);
  const reach = Math.min(high - low, 64);
  return Array.from({ length: reach + 1 }, (_, step) =>
    step % 2 === 1 ? middle + (step + 1) / 2 : middle - step / 2,
  ).filter((value) => value >= low && value <= high);
};

const narrowest = (domains: Domains): number | undefined =>
  domains
    .map(({ low, high }, cell) => ({ cell, width: high - low }))
    .filter(({ width }) => width > 0)
    .sort((left, right) => left.width - right.width)[0]?.cell;

/**
 * Whole totals, one for each cell, within their domains and under all bounds; undefined when there are
 * none. Complete for a few dozen cells whose bounds nest or cross like rows and columns.
 */
export const solveTotals = (
  domains: readonly Interval[],
  bounds: readonly Bound[],
): readonly number[] | undefined => {
  const possible = propagated(domains, bounds);
  if (possible === undefined) return undefined;
  const cell = narrowest(possible);
  if (cell === undefined) return possible.map(({ low }) => low);
  for (const value of outwards(domainOf(possible, cell))) {
    const fixed = possible.map((domain, at) =>
      at === cell ? { low: value, high: value } : domain,
    );
    const solution = solveTotals(fixed, bounds);
    if (solution !== undefined) return solution;
  }
  return undefined;
};
