import type { Cause, SchoolYear } from '#kernel';

import type { Leaf } from './cells.js';
import type { Contribution, Profile } from './contribution.js';
import type { Period } from './history.js';

/** A campaign as figures need it: which survey and year it adds to, and whether it is still open. */
export type RoundRow = Period & {
  readonly campaign: string;
  readonly survey: string;
  readonly version: string;
  readonly schoolYear: SchoolYear;
  readonly status: 'open' | 'closed';
  /** Of the event that made this version. */
  readonly cause: Cause;
};

/** What figures must know of a respondent to place its answers in sums. */
export type Enrolled = Profile & { readonly leaf: Leaf };

/** An expected school, frozen: its places and classes, and what it contributes before it answers. */
export type RespondentRow = {
  readonly campaign: string;
  readonly uai: string;
  readonly name: string;
  readonly enrolled: Enrolled;
  readonly baseline: Contribution;
  readonly knownFrom: bigint;
};

/** A school that a campaign has left out, frozen. */
export type ExcludedRow = {
  readonly campaign: string;
  readonly uai: string;
  readonly leaf: Leaf;
  readonly knownFrom: bigint;
};

/** A department in which a campaign expects schools, with what it counts in: on the map of the campaign. */
export type DistrictRow = {
  readonly campaign: string;
  readonly department: string;
  readonly academy: string;
  readonly academicRegion: string | null;
};

/** The last position that added to a campaign's list. */
export type RollRow = { readonly campaign: string; readonly listedTo: bigint };

export type StoredStatus = 'draft' | 'submitted' | 'validated' | 'withdrawn';

/** One version of a response. */
export type ResponseRow = Period & {
  readonly campaign: string;
  readonly uai: string;
  /** Of the stream, at the event that made this version. */
  readonly revision: number;
  readonly status: StoredStatus;
  readonly late: boolean;
  /** ISO 8601; of the first submission. */
  readonly submittedAt: string | null;
  readonly contentHash: string | null;
  readonly synthetic: boolean;
  /** Of the event that made this version. */
  readonly cause: Cause;
  /** Null while nothing is received: the respondent counts as expected, no more. */
  readonly contribution: Contribution | null;
};

/** A respondent as it was before a batch. */
export type Standing = { readonly enrolled: Enrolled; readonly response: ResponseRow | null };
