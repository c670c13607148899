import type { Actor, Position } from '#kernel';

import type { Page, PageRequest } from './directory.port.js';

/** `expired`: open, and its last day is past. `replaced`: another return of the question took its place. */
export type ReturnStatus =
  'open' | 'expired' | 'corrected' | 'confirmed' | 'cancelled' | 'replaced';

/** Who did something and when, ISO 8601, UTC. */
export type Signature = { readonly at: string; readonly by: Actor; readonly position: Position };

export type QuestionReturn = {
  readonly campaign: string;
  readonly uai: string;
  readonly question: string;
  readonly message: string;
  /** The last day to answer it, YYYY-MM-DD. */
  readonly until: string;
  readonly status: ReturnStatus;
  readonly returned: Signature;
  /** Null while it is open. */
  readonly settled: Signature | null;
  /** The reason of the correction or of the cancelling, or why the answer is right; null while it is open. */
  readonly text: string | null;
};

/** A lock, or an exception, of a part of a campaign. */
export type CampaignAccess = {
  readonly campaign: string;
  readonly effect: 'lock' | 'exception';
  /** country, academy, department or school, and its code. */
  readonly kind: string;
  readonly code: string;
  /** Last day, YYYY-MM-DD; null: until it is lifted. */
  readonly until: string | null;
  readonly reason: string | null;
  /** Whether it holds on the day of the question. */
  readonly inForce: boolean;
  readonly granted: Signature;
  readonly ended: Signature | null;
  readonly endReason: string | null;
};

/** What waits for a school: a question to answer, or a response to send. */
export type ToDo = {
  readonly kind: 'answer-return' | 'respond';
  readonly campaign: string;
  /** Both null where a whole response is waited for. */
  readonly question: string | null;
  readonly message: string | null;
  readonly until: string;
};

export type ReturnFilter = {
  readonly campaign: string;
  readonly academies?: readonly string[];
  readonly department?: string;
  readonly uai?: string;
  readonly status?: ReturnStatus;
};

export type AccessFilter = {
  readonly campaign: string;
  readonly effect: CampaignAccess['effect'];
  /** Those alone that hold, or all that were ever set. */
  readonly inForce?: boolean;
};

/** When a question is asked: the day, YYYY-MM-DD, and what was known; null: everything. */
export type ReviewMoment = { readonly today: string; readonly asOf: Position | null };

export interface ReviewReader {
  returns(
    filter: ReturnFilter,
    moment: ReviewMoment,
    page: PageRequest,
  ): Promise<Page<QuestionReturn>>;
  returnCount(filter: ReturnFilter, moment: ReviewMoment): Promise<number>;
  access(
    filter: AccessFilter,
    moment: ReviewMoment,
    page: PageRequest,
  ): Promise<Page<CampaignAccess>>;
  accessCount(filter: AccessFilter, moment: ReviewMoment): Promise<number>;
  /** What waits for a school on a day, the most pressing first; at most a hundred. */
  toDo(uai: string, today: string): Promise<readonly ToDo[]>;
}
