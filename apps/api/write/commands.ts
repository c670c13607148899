import type { Outcome, ResponseCommand, TerritoryRef } from '#application';
import type { CampaignField } from '#domain/campaign';
import type { Actor, SchoolYear } from '#kernel';

/** Who commands, and what groups the events of one request. */
export type CommandOrigin = { readonly actor: Actor; readonly correlationId: string };

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

export interface CampaignCommands {
  execute(command: CampaignCommand, origin: CommandOrigin): Promise<Outcome>;
}

export interface SchoolCommands {
  execute(command: SchoolCommand, origin: CommandOrigin): Promise<Outcome>;
}

export interface ResponseCommands {
  execute(command: ResponseCommand, origin: CommandOrigin): Promise<Outcome>;
}
