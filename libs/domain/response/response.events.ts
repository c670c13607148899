import type { AnswerValue, Declaration } from '#kernel';

/** Why a warning of the questionnaire's rules was overridden: kept with the value, for ever. */
export type Justification = { readonly rule: string; readonly text: string };

/** The `rule` of a justification that answers every warning of its declaration: a file has one column for all. */
export const everyWarning = '*';

/** `null` clears the answer: from then on the question has none. */
export type AnswerChange = { readonly from: AnswerValue | null; readonly to: AnswerValue | null };

type About = { readonly campaign: string; readonly uai: string };

export const channels = ['form', 'file', 'message'] as const;
export type Channel = (typeof channels)[number];

export const returnOutcomes = ['corrected', 'confirmed'] as const;
type ReturnOutcome = (typeof returnOutcomes)[number];

export type ResponseEvent =
  /** The draft as a whole: the last one counts. */
  | { readonly type: 'DraftSaved'; readonly data: About & Declaration }
  | {
      readonly type: 'DraftPrefilled';
      /** `fromCampaign` is null when only the directory's head count could be filled in. */
      readonly data: About & Declaration & { readonly fromCampaign: string | null };
    }
  | {
      readonly type: 'ResponseSubmitted';
      readonly data: About &
        Declaration & {
          /** The questionnaire version that was answered. */
          readonly questionnaire: string;
          readonly justifications: readonly Justification[];
          readonly late: boolean;
          readonly channel: Channel;
          /** SHA-256, hexadecimal, of the canonical declaration. */
          readonly contentHash: string;
        };
    }
  | {
      readonly type: 'AnswersCorrected';
      readonly data: About &
        Declaration & {
          readonly questionnaire: string;
          /** Question code to what changed; `notConcerned` in `Declaration` is the state after. */
          readonly changes: Readonly<Record<string, AnswerChange>>;
          readonly reason: string;
          readonly justifications: readonly Justification[];
          readonly channel: Channel;
          readonly contentHash: string;
        };
    }
  | { readonly type: 'ResponseValidated'; readonly data: About }
  /** One question of one school is given back, with a message; every other answer stays as it is. */
  | {
      readonly type: 'QuestionReturned';
      readonly data: About & {
        readonly question: string;
        readonly message: string;
        /** The last day on which the school may answer it, YYYY-MM-DD. */
        readonly until: string;
      };
    }
  | {
      readonly type: 'ReturnAnswered';
      readonly data: About & {
        readonly question: string;
        readonly outcome: ReturnOutcome;
        /** The reason of the correction, or why the answer is right as it stands. */
        readonly text: string;
      };
    }
  | {
      readonly type: 'ReturnCancelled';
      readonly data: About & { readonly question: string; readonly reason: string };
    }
  | { readonly type: 'ResponseWithdrawn'; readonly data: About & { readonly reason: string } };
