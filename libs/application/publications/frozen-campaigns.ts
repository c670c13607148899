import type { CampaignState } from '#domain/campaign';
import type { Position } from '#kernel';

import { campaigns, stateOf } from '../aggregate.js';
import type { CampaignSummary } from '../campaigns.port.js';
import type { EventStore } from '../event-store.port.js';
import { everyRow } from '../every-row.js';
import { campaignStream } from '../streams.js';
import type { PublishInput, TableSources } from './publishing.js';

type Known = Exclude<CampaignState, { readonly status: 'absent' }>;

export type FrozenCampaign = Pick<
  Known,
  'campaign' | 'survey' | 'version' | 'schoolYear' | 'title' | 'opensOn' | 'closesOn'
> & { readonly status: 'open' | 'closed'; readonly synthetic: boolean };

/** A campaign as it stood at a position of the log; undefined before it was opened. */
export const campaignAsOf = async (
  store: EventStore,
  id: string,
  position: Position,
): Promise<FrozenCampaign | undefined> => {
  const history = (await store.readStream(campaignStream(id))).filter(
    (event) => event.position <= position,
  );
  const state = stateOf(campaigns, history);
  if (state.status === 'absent') return undefined;
  const { campaign, survey, version, schoolYear, title, opensOn, closesOn, status } = state;
  const synthetic = history.some(({ metadata }) => metadata.synthetic === true);
  return { campaign, survey, version, schoolYear, title, opensOn, closesOn, status, synthetic };
};

const isNamed = (list: readonly string[], value: string): boolean =>
  list.length === 0 || list.includes(value);

type Choice = Pick<PublishInput, 'campaigns' | 'surveys' | 'schoolYears'>;

const chosenBy = (choice: Choice, rows: readonly CampaignSummary[]): readonly CampaignSummary[] =>
  choice.campaigns.length > 0
    ? rows.filter(({ id }) => choice.campaigns.includes(id))
    : rows.filter(
        ({ survey, schoolYear }) =>
          isNamed(choice.surveys, survey) && isNamed(choice.schoolYears, schoolYear),
      );

/**
 * Ids of the campaigns that a publication shows, sorted. A figure is of a survey and a year: the campaigns that were
 * held beside those that are named are part of it, and are listed too.
 */
export const campaignsChosen = async (
  { campaigns: reader, store }: TableSources,
  choice: Choice,
  position: Position,
): Promise<readonly string[]> => {
  const rows = await everyRow((page) => reader.campaigns(page));
  const keys = new Set(chosenBy(choice, rows).map((row) => `${row.survey} ${row.schoolYear}`));
  const beside = rows.filter((row) => keys.has(`${row.survey} ${row.schoolYear}`));
  const known = await Promise.all(beside.map(({ id }) => campaignAsOf(store, id, position)));
  return known.flatMap((one) => (one === undefined ? [] : [one.campaign])).sort();
};
