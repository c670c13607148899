import type { CampaignEvent } from '#domain/campaign';
import { BrokenAssumption, type SchoolYear } from '#kernel';
import type { Fact } from '#read-models/fact';

/** A campaign as it stands now. Dates are YYYY-MM-DD. */
export type CampaignRow = {
  readonly campaign: string;
  readonly survey: string;
  readonly version: string;
  readonly schoolYear: SchoolYear;
  readonly title: string;
  readonly opensOn: string;
  readonly closesOn: string;
  readonly status: 'open' | 'closed';
  readonly expected: number;
  readonly excluded: number;
  readonly synthetic: boolean;
};

type ExclusionRow = {
  readonly campaign: string;
  readonly uai: string;
  readonly reason: string;
};

export type RegisterChanges = {
  readonly campaigns: readonly CampaignRow[];
  readonly exclusions: readonly ExclusionRow[];
};

type Opened = Extract<CampaignEvent, { type: 'CampaignOpened' }>['data'];

const opened = (data: Opened, synthetic: boolean): CampaignRow => ({
  campaign: data.campaign,
  survey: data.survey,
  version: data.version,
  schoolYear: data.schoolYear,
  title: data.title,
  opensOn: data.opensOn,
  closesOn: data.closesOn,
  status: 'open',
  expected: data.expected,
  excluded: data.excluded,
  synthetic,
});

const changed = (
  row: CampaignRow,
  event: Exclude<CampaignEvent, { type: 'CampaignOpened' }>,
): CampaignRow => {
  switch (event.type) {
    case 'RespondentsListed':
    case 'AnswersLocked':
    case 'AnswersUnlocked':
    case 'ExceptionGranted':
    case 'ExceptionWithdrawn':
      return row;
    case 'CampaignClosed':
      return { ...row, status: 'closed' };
    case 'CampaignReopened':
      return { ...row, status: 'open', closesOn: event.data.closesOn };
  }
};

const next = (row: CampaignRow | undefined, fact: Fact<CampaignEvent>): CampaignRow => {
  const { event } = fact;
  if (event.type === 'CampaignOpened') return opened(event.data, fact.synthetic);
  if (row !== undefined) return changed(row, event);
  throw new BrokenAssumption(`${event.type} about ${event.data.campaign}, which was never opened`);
};

const excludedBy = ({ event }: Fact<CampaignEvent>): readonly ExclusionRow[] =>
  event.type === 'RespondentsListed'
    ? event.data.exclusions.map(({ uai, reason }) => ({
        campaign: event.data.campaign,
        uai,
        reason,
      }))
    : [];

/** What a batch changes, given its campaigns as they were before it. */
export const project = (
  before: ReadonlyMap<string, CampaignRow>,
  facts: readonly Fact<CampaignEvent>[],
): RegisterChanges => {
  const after = new Map<string, CampaignRow>();
  for (const fact of facts) {
    const { campaign } = fact.event.data;
    after.set(campaign, next(after.get(campaign) ?? before.get(campaign), fact));
  }
  return { campaigns: [...after.values()], exclusions: facts.flatMap(excludedBy) };
};
