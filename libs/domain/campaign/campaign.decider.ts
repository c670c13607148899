import { type Decider, err, ok, type Result, type SchoolYear, unreachable } from '#kernel';

import {
  type Access,
  accessAfter,
  type AccessCommand,
  type AccessRefusal,
  decideAccess,
  isAccessEvent,
  openAccess,
} from './access.js';
import type { CampaignEvent, CampaignField } from './campaign.events.js';
import { type Candidate, expectedList, type ExpectedList, listings } from './expected-list.js';

export type OpenCampaign = {
  readonly type: 'OpenCampaign';
  readonly campaign: string;
  readonly survey: string;
  readonly version: string;
  readonly schoolYear: SchoolYear;
  readonly title: string;
  readonly opensOn: string;
  readonly closesOn: string;
  readonly field: CampaignField;
  /** Each school once: those that the field may take in and those that are named. */
  readonly candidates: readonly Candidate[];
  /** UAI of the schools that are left out by name. */
  readonly named: readonly string[];
  /** By UAI, the campaign of the same survey and school year that expects the school already. */
  readonly expectedElsewhere: ReadonlyMap<string, string>;
};

export type CampaignCommand =
  | OpenCampaign
  | { readonly type: 'CloseCampaign'; readonly campaign: string; readonly reason: string | null }
  | {
      readonly type: 'ReopenCampaign';
      readonly campaign: string;
      readonly reason: string;
      readonly closesOn: string;
    }
  | AccessCommand;

/** The terms of a campaign; who is expected is in the list that it froze. */
export type CampaignTerms = Extract<CampaignEvent, { type: 'CampaignOpened' }>['data'];

export type CampaignState =
  { readonly status: 'absent' } | ({ readonly status: 'open' | 'closed' } & CampaignTerms & Access);

export type CampaignRefusal =
  | { readonly kind: 'CampaignUnknown'; readonly campaign: string }
  | { readonly kind: 'CampaignAlreadyOpened'; readonly campaign: string }
  | { readonly kind: 'CampaignAlreadyClosed'; readonly campaign: string }
  | { readonly kind: 'CampaignStillOpen'; readonly campaign: string; readonly closesOn: string }
  | {
      readonly kind: 'CampaignClosesBeforeItOpens';
      readonly campaign: string;
      readonly opensOn: string;
      readonly closesOn: string;
    }
  /** No school is expected: `considered` candidates were all excluded. */
  | {
      readonly kind: 'CampaignFieldEmpty';
      readonly campaign: string;
      readonly considered: number;
    }
  /** They would count twice in the figures of that year. */
  | {
      readonly kind: 'SchoolsExpectedElsewhere';
      readonly campaign: string;
      readonly schools: readonly string[];
      /** The campaigns that expect them. */
      readonly elsewhere: readonly string[];
    }
  | { readonly kind: 'ReopeningNeedsReason'; readonly campaign: string }
  | AccessRefusal;

type Decision = Result<readonly CampaignEvent[], CampaignRefusal>;

const termsOf = (command: OpenCampaign, list: ExpectedList): CampaignTerms => ({
  campaign: command.campaign,
  survey: command.survey,
  version: command.version,
  schoolYear: command.schoolYear,
  title: command.title,
  opensOn: command.opensOn,
  closesOn: command.closesOn,
  field: command.field,
  expected: list.respondents.length,
  excluded: list.exclusions.length,
});

const twice = (
  { campaign, expectedElsewhere }: OpenCampaign,
  { respondents }: ExpectedList,
): CampaignRefusal | undefined => {
  const schools = respondents.map(({ uai }) => uai).filter((uai) => expectedElsewhere.has(uai));
  if (schools.length === 0) return undefined;
  const elsewhere = new Set(schools.map((uai) => expectedElsewhere.get(uai) ?? ''));
  return { kind: 'SchoolsExpectedElsewhere', campaign, schools, elsewhere: [...elsewhere].sort() };
};

const open = (command: OpenCampaign, state: CampaignState): Decision => {
  const { campaign, opensOn, closesOn } = command;
  if (state.status !== 'absent') return err({ kind: 'CampaignAlreadyOpened', campaign });
  if (closesOn < opensOn) {
    return err({ kind: 'CampaignClosesBeforeItOpens', campaign, opensOn, closesOn });
  }
  const list = expectedList(command);
  if (list.respondents.length === 0) {
    return err({ kind: 'CampaignFieldEmpty', campaign, considered: command.candidates.length });
  }
  const overlap = twice(command, list);
  if (overlap !== undefined) return err(overlap);
  return ok([
    { type: 'CampaignOpened', data: termsOf(command, list) },
    ...listings(campaign, list),
  ]);
};

const close = (
  { campaign, reason }: Extract<CampaignCommand, { type: 'CloseCampaign' }>,
  state: CampaignState,
): Decision => {
  if (state.status === 'absent') return err({ kind: 'CampaignUnknown', campaign });
  if (state.status === 'closed') return err({ kind: 'CampaignAlreadyClosed', campaign });
  return ok([{ type: 'CampaignClosed', data: { campaign, reason } }]);
};

const reopen = (
  { campaign, reason, closesOn }: Extract<CampaignCommand, { type: 'ReopenCampaign' }>,
  state: CampaignState,
): Decision => {
  if (state.status === 'absent') return err({ kind: 'CampaignUnknown', campaign });
  if (state.status === 'open') {
    return err({ kind: 'CampaignStillOpen', campaign, closesOn: state.closesOn });
  }
  if (reason.trim() === '') return err({ kind: 'ReopeningNeedsReason', campaign });
  if (closesOn < state.opensOn) {
    const { opensOn } = state;
    return err({ kind: 'CampaignClosesBeforeItOpens', campaign, opensOn, closesOn });
  }
  return ok([{ type: 'CampaignReopened', data: { campaign, reason, closesOn } }]);
};

const changeAccess = (command: AccessCommand, state: CampaignState): Decision =>
  state.status === 'absent'
    ? err({ kind: 'CampaignUnknown', campaign: command.campaign })
    : decideAccess(command, state);

const decide = (command: CampaignCommand, state: CampaignState): Decision => {
  switch (command.type) {
    case 'OpenCampaign':
      return open(command, state);
    case 'CloseCampaign':
      return close(command, state);
    case 'ReopenCampaign':
      return reopen(command, state);
    case 'LockAnswers':
    case 'UnlockAnswers':
    case 'GrantException':
    case 'WithdrawException':
      return changeAccess(command, state);
    default:
      return unreachable(command);
  }
};

const evolve = (state: CampaignState, event: CampaignEvent): CampaignState => {
  if (isAccessEvent(event)) {
    return state.status === 'absent' ? state : { ...state, ...accessAfter(state, event) };
  }
  switch (event.type) {
    case 'CampaignOpened':
      return { status: 'open', ...event.data, ...openAccess };
    case 'RespondentsListed':
      return state;
    case 'CampaignClosed':
      return state.status === 'absent' ? state : { ...state, status: 'closed' };
    case 'CampaignReopened':
      return state.status === 'absent'
        ? state
        : { ...state, status: 'open', closesOn: event.data.closesOn };
    default:
      return unreachable(event);
  }
};

/**
 * One campaign: it freezes whom it expects when it opens, and takes answers while it is open and not locked; an
 * exception lets a part of it answer all the same.
 */
export const campaign: Decider<CampaignCommand, CampaignEvent, CampaignState, CampaignRefusal> = {
  initial: { status: 'absent' },
  decide,
  evolve,
};
