import { BrokenAssumption } from '#kernel';

import type { Interval } from './printed.js';

/** What one school may receive, and how strongly it draws on the total. Whole numbers. */
export type Claim = { readonly weight: number; readonly range: Interval };

type Open = { readonly index: number; readonly weight: number; readonly room: number };

type Rest = { readonly left: number; readonly given: number[] };

const quotaOf = (total: number, weight: number, weights: number): number =>
  weights === 0 ? 0 : Math.floor((total * weight) / weights);

const openClaims = (claims: readonly Claim[], given: readonly number[]): readonly Open[] =>
  claims.flatMap(({ weight, range }, index) => {
    const room = range.high - (given[index] ?? 0);
    return room > 0 ? [{ index, weight, room }] : [];
  });

const weightsOf = (open: readonly Open[]): number =>
  open.reduce((sum, { weight }) => sum + weight, 0);

/** The whole parts that the weights call for, never above a school's room. */
const pour = (total: number, open: readonly Open[], given: number[]): number => {
  const weights = weightsOf(open);
  let left = total;
  for (const { index, weight, room } of open) {
    const amount = Math.min(room, quotaOf(total, weight, weights));
    given[index] = (given[index] ?? 0) + amount;
    left -= amount;
  }
  return left;
};

const hasSpilt = (total: number, open: readonly Open[]): boolean => {
  const weights = weightsOf(open);
  return open.some(({ weight, room }) => quotaOf(total, weight, weights) > room);
};

/** One unit each for what the whole parts left, to the largest remainders first, equal ones in order. */
const topUp = (total: number, open: readonly Open[], { left, given }: Rest): number => {
  const weights = weightsOf(open);
  const remainder = ({ weight }: Open): number => (weights === 0 ? 0 : (total * weight) % weights);
  const served = open
    .filter(({ weight, room }) => quotaOf(total, weight, weights) < room)
    .sort((one, other) => remainder(other) - remainder(one) || one.index - other.index)
    .slice(0, left);
  for (const { index } of served) given[index] = (given[index] ?? 0) + 1;
  return left - served.length;
};

/**
 * Shares a total out by largest remainder, each within its range: what comes out adds up to the total,
 * to the unit. Throws when the ranges cannot hold it.
 */
export const allot = (total: number, claims: readonly Claim[]): readonly number[] => {
  const given = claims.map(({ range }) => range.low);
  let left = total - given.reduce((sum, amount) => sum + amount, 0);
  if (left < 0) throw new BrokenAssumption(`${String(total)} is less than all least shares`);
  while (left > 0) {
    const open = openClaims(claims, given);
    if (open.length === 0)
      throw new BrokenAssumption(`${String(left)} of ${String(total)} do not fit`);
    const poured = pour(left, open, given);
    left = hasSpilt(left, open) ? poured : topUp(left, open, { left: poured, given });
  }
  return given;
};
