import type { SchoolYear } from '#kernel';

/** Which schools a campaign is about. An absent part does not restrict. */
export type CampaignField = {
  readonly academies?: readonly string[];
  readonly departments?: readonly string[];
  readonly schoolTypes?: readonly string[];
  readonly sectors?: readonly string[];
  readonly degrees?: readonly string[];
};

/**
 * A school as the campaign froze it when it opened: no later change of the directory touches it.
 * `pupils` is the pre-loaded head count, null when the directory has none.
 */
export type Respondent = {
  readonly uai: string;
  readonly name: string;
  readonly schoolType: string;
  readonly sector: string;
  readonly degree: string;
  readonly department: string;
  readonly academy: string;
  readonly pupils: number | null;
};

export const exclusionReasons = ['closed', 'not-yet-open', 'outside-field', 'named'] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

/** Where an excluded school counts as excluded, frozen like a respondent's profile. */
export type ExcludedSchool = Pick<Respondent, 'schoolType' | 'sector' | 'department' | 'academy'>;

/** A school that the field would take in, or that was named, and why it is not expected. */
export type Exclusion = {
  readonly uai: string;
  readonly reason: ExclusionReason;
  /** Null when the directory does not know the school: it counts for the country alone. */
  readonly school: ExcludedSchool | null;
};

export const partKinds = ['country', 'academy', 'department', 'school'] as const;

/** The part of a campaign that a lock or an exception is about; the country is all of it, `FR`. */
export type CampaignPart = { readonly kind: (typeof partKinds)[number]; readonly code: string };

type OnPart = { readonly campaign: string; readonly part: CampaignPart };

export type CampaignEvent =
  | {
      readonly type: 'CampaignOpened';
      readonly data: {
        /** Slug: `etic-1d-2014`. */
        readonly campaign: string;
        /** The questionnaire's family, `etic-1d`, and version, `2014`. */
        readonly survey: string;
        readonly version: string;
        readonly schoolYear: SchoolYear;
        readonly title: string;
        /** First and last day for answers, YYYY-MM-DD; later answers are late. */
        readonly opensOn: string;
        readonly closesOn: string;
        readonly field: CampaignField;
        readonly expected: number;
        readonly excluded: number;
      };
    }
  /** A part of the frozen list: events stay under a megabyte, whatever the size of the field. */
  | {
      readonly type: 'RespondentsListed';
      readonly data: {
        readonly campaign: string;
        readonly respondents: readonly Respondent[];
        readonly exclusions: readonly Exclusion[];
      };
    }
  | {
      readonly type: 'CampaignClosed';
      readonly data: { readonly campaign: string; readonly reason: string | null };
    }
  | {
      readonly type: 'CampaignReopened';
      readonly data: {
        readonly campaign: string;
        readonly reason: string;
        readonly closesOn: string;
      };
    }
  /** No answer is sent, corrected or withdrawn any more, but by a return or an exception. */
  | {
      readonly type: 'AnswersLocked';
      readonly data: OnPart & {
        /** The last day of the lock, YYYY-MM-DD; null: until it is lifted. */
        readonly until: string | null;
        readonly reason: string | null;
      };
    }
  | { readonly type: 'AnswersUnlocked'; readonly data: OnPart & { readonly reason: string } }
  /** Those schools may answer until a day, whatever is closed or locked. */
  | {
      readonly type: 'ExceptionGranted';
      readonly data: OnPart & { readonly until: string; readonly reason: string };
    }
  | { readonly type: 'ExceptionWithdrawn'; readonly data: OnPart & { readonly reason: string } };
