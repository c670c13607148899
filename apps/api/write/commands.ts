import type { Outcome, TerritoryRef } from '#application';
import type { CampaignField } from '#domain/campaign';
import type { Justification } from '#domain/response';
import type { Actor, AnswerValue, SchoolYear } from '#kernel';

/** Who commands, and what groups the events of one request. */
export type CommandOrigin = { readonly actor: Actor; readonly correlationId: string };

type About = { readonly campaign: string; readonly uai: string };

/** Not looked into yet: the questionnaire says what is wrong with it. */
type GivenDeclaration = {
  readonly answers: Readonly<Record<string, AnswerValue | null>>;
  readonly notConcerned: readonly string[];
};

type OnPart = { readonly campaign: string; readonly part: TerritoryRef };

export type CampaignCommand =
  | {
      readonly type: 'OpenCampaign';
      readonly campaign: string;
      readonly survey: string;
      readonly schoolYear: SchoolYear;
      readonly title: string;
      readonly opensOn: string;
      readonly closesOn: string;
      readonly field: CampaignField;
      readonly excludedByName: readonly string[];
    }
  | { readonly type: 'CloseCampaign'; readonly campaign: string; readonly reason: string | null }
  | {
      readonly type: 'ReopenCampaign';
      readonly campaign: string;
      readonly reason: string;
      readonly closesOn: string;
    }
  | (OnPart & {
      readonly type: 'LockAnswers';
      readonly until: string | null;
      readonly reason: string | null;
    })
  | (OnPart & { readonly type: 'UnlockAnswers'; readonly reason: string })
  | (OnPart & { readonly type: 'GrantException'; readonly until: string; readonly reason: string })
  | (OnPart & { readonly type: 'WithdrawException'; readonly reason: string });

/** `on` is a day, YYYY-MM-DD. */
export type SchoolCommand = { readonly uai: string; readonly on: string } & (
  | { readonly type: 'CloseSchool'; readonly reason: string }
  | { readonly type: 'ReopenSchool' }
  | { readonly type: 'AbsorbSchool'; readonly into: string }
);

export type ResponseCommand = About &
  (
    | ({ readonly type: 'SaveDraft' } & GivenDeclaration)
    | { readonly type: 'PrefillDraft' }
    | ({ readonly type: 'SubmitResponse' } & GivenDeclaration & {
          readonly justifications: readonly Justification[];
          /** Needed only when it replaces what was submitted. */
          readonly reason: string | null;
        })
    | {
        readonly type: 'CorrectAnswers';
        /** The answers that change; null clears. */
        readonly answers: GivenDeclaration['answers'];
        /** Null leaves them as they are. */
        readonly notConcerned: readonly string[] | null;
        readonly justifications: readonly Justification[];
        readonly reason: string;
      }
    | { readonly type: 'WithdrawResponse'; readonly reason: string }
    | { readonly type: 'ValidateResponse' }
    | {
        readonly type: 'ReturnQuestions';
        readonly questions: readonly string[];
        readonly message: string;
        readonly until: string;
      }
    | {
        readonly type: 'ConfirmAnswer';
        readonly question: string;
        readonly justification: string;
      }
    | { readonly type: 'CancelReturn'; readonly question: string; readonly reason: string }
  ) & {
    /** The revision that the caller saw; null does not check. */
    readonly expectedRevision: number | null;
  };

export interface CampaignCommands {
  execute(command: CampaignCommand, origin: CommandOrigin): Promise<Outcome>;
}

export interface SchoolCommands {
  execute(command: SchoolCommand, origin: CommandOrigin): Promise<Outcome>;
}

export interface ResponseCommands {
  execute(command: ResponseCommand, origin: CommandOrigin): Promise<Outcome>;
}
