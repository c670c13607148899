import { type Contribution, type Flags, notReceived } from './contribution.js';
import type { ResponseRow } from './figures.rows.js';
import type { Counted } from './tally.js';

/** What sums read of a version of a response. */
export type CountedVersion = Pick<ResponseRow, 'status' | 'late' | 'synthetic' | 'contribution'>;

export const flagsOf = ({ status, late }: Pick<ResponseRow, 'status' | 'late'>): Flags => {
  const received = status === 'submitted' || status === 'validated';
  return { received, validated: status === 'validated', late: received && late };
};

type School = { readonly pupils: number | null; readonly baseline: () => Contribution };

/** A respondent as sums count it; without a response, it is expected and nothing more. */
export const countedOf = (
  { pupils, baseline }: School,
  version: CountedVersion | null,
): Counted => ({
  pupils,
  flags: version === null ? notReceived : flagsOf(version),
  synthetic: version?.synthetic ?? false,
  contribution: version?.contribution ?? baseline(),
});
