/** What the campaign says of this school on this day. */
export type Circumstances = {
  readonly status: 'open' | 'closed';
  /** First and last day for answers, YYYY-MM-DD; later answers are late. */
  readonly opensOn: string;
  readonly closesOn: string;
  /** The day of the answer, YYYY-MM-DD, where the campaign counts its days. */
  readonly today: string;
  readonly expected: boolean;
  /** Why the school is not expected, when the campaign says so. */
  readonly exclusion: string | null;
  /** The locks that cover the school: each holds through the day `until`; null, until it is lifted. */
  readonly locks: readonly { readonly until: string | null }[];
  /** The last days of the exceptions that were granted to the school. */
  readonly exceptions: readonly string[];
};

export type About = { readonly campaign: string; readonly uai: string };
export type Within = { readonly circumstances: Circumstances };

export type CampaignRefusal =
  | { readonly kind: 'CampaignNotYetOpen'; readonly opensOn: string; readonly today: string }
  | { readonly kind: 'CampaignClosed'; readonly closesOn: string }
  /** `until` null: until it is lifted. */
  | { readonly kind: 'AnswersLocked'; readonly until: string | null }
  | { readonly kind: 'SchoolNotExpected'; readonly uai: string; readonly exclusion: string | null };

const later = (left: string | null, right: string | null): string | null => {
  if (left === null || right === null) return null;
  return left > right ? left : right;
};

/** Until when the locks that hold today hold; undefined when none does. */
const lockedUntil = ({ locks, today }: Circumstances): string | null | undefined => {
  const holding = locks
    .map(({ until }) => until)
    .filter((until) => !(until !== null && until < today));
  return holding.length === 0 ? undefined : holding.reduce(later);
};

/** Why the school may not answer today. An exception lifts locks and the closing, for its days. */
export const refusalOf = ({ uai, circumstances }: About & Within): CampaignRefusal | undefined => {
  const { status, opensOn, closesOn, today, expected, exclusion, exceptions } = circumstances;
  if (!expected) return { kind: 'SchoolNotExpected', uai, exclusion };
  const isExcepted = exceptions.some((until) => today <= until);
  const until = isExcepted ? undefined : lockedUntil(circumstances);
  if (until !== undefined) return { kind: 'AnswersLocked', until };
  if (status === 'closed' && !isExcepted) return { kind: 'CampaignClosed', closesOn };
  if (today < opensOn) return { kind: 'CampaignNotYetOpen', opensOn, today };
  return undefined;
};
