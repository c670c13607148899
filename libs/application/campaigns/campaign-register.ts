import {
  campaign as campaignDecider,
  type CampaignEvent,
  type CampaignState,
  type CampaignTerms,
  type Exception,
  type ExclusionReason,
  type Lock,
  type Respondent,
} from '#domain/campaign';
import { questionnaireKey } from '#domain/survey';
import type { RecordedEvent } from '#kernel';

import { campaigns as aggregate, decoded } from '../aggregate.js';
import type { CampaignReader } from '../campaigns.port.js';
import type { EventStore } from '../event-store.port.js';
import { everyRow } from '../every-row.js';
import { type Age, freshCache } from '../fresh-cache.js';
import { campaignStream } from '../streams.js';

/** A campaign with the list that it froze. */
export type RegisteredCampaign = CampaignTerms & {
  readonly status: 'open' | 'closed';
  /** Those that were set and not lifted, over or not. */
  readonly locks: readonly Lock[];
  readonly exceptions: readonly Exception[];
  readonly revision: number;
  /** Key of its questionnaire: `etic-1d@2014`. */
  readonly questionnaire: string;
  /** The expected schools, by UAI. */
  readonly respondents: ReadonlyMap<string, Respondent>;
  readonly exclusions: ReadonlyMap<string, ExclusionReason>;
};

/** Campaigns by id, from the log itself; what it answers is at most `maxAgeMs` old, a second by default. */
export type CampaignRegister = {
  campaign(id: string): Promise<RegisteredCampaign | undefined>;
  /** The earlier campaigns of the same survey, latest first. */
  earlier(than: RegisteredCampaign): Promise<readonly RegisteredCampaign[]>;
  /** The other campaigns of the same survey and school year. */
  beside(
    id: string,
    round: Pick<CampaignTerms, 'survey' | 'schoolYear'>,
  ): Promise<readonly RegisteredCampaign[]>;
  /** To be said after a change made here: the next question is answered from the log. */
  changed(id: string): void;
};

export type RegisterOptions = Partial<Age> & {
  readonly store: EventStore;
  /** Where the ids of earlier campaigns come from. */
  readonly campaigns: Pick<CampaignReader, 'campaigns'>;
};

type Folded = {
  readonly state: CampaignState;
  readonly revision: number;
  readonly respondents: ReadonlyMap<string, Respondent>;
  readonly exclusions: ReadonlyMap<string, ExclusionReason>;
};

const nothing: Folded = {
  state: campaignDecider.initial,
  revision: 0,
  respondents: new Map(),
  exclusions: new Map(),
};

const isListing = (
  event: CampaignEvent,
): event is Extract<CampaignEvent, { type: 'RespondentsListed' }> =>
  event.type === 'RespondentsListed';

const grown = (folded: Folded, recorded: readonly RecordedEvent[]): Folded => {
  if (recorded.length === 0) return folded;
  const events = recorded.map((event) => decoded(aggregate.codec, event));
  const listings = events.filter(isListing).map(({ data }) => data);
  return {
    state: events.reduce(campaignDecider.evolve, folded.state),
    revision: recorded.at(-1)?.revision ?? folded.revision,
    respondents: new Map([
      ...folded.respondents,
      ...listings.flatMap(({ respondents }) => respondents.map((one) => [one.uai, one] as const)),
    ]),
    exclusions: new Map([
      ...folded.exclusions,
      ...listings.flatMap(({ exclusions }) =>
        exclusions.map(({ uai, reason }) => [uai, reason] as const),
      ),
    ]),
  };
};

const registered = (folded: Folded): RegisteredCampaign | undefined => {
  const { state, revision, respondents, exclusions } = folded;
  if (state.status === 'absent') return undefined;
  const questionnaire = questionnaireKey(state.survey, state.version);
  return { ...state, revision, questionnaire, respondents, exclusions };
};

type Known = { readonly folded: Folded; readonly campaign: RegisteredCampaign };

const isEarlier = (than: RegisteredCampaign, { survey, schoolYear }: CampaignTerms): boolean =>
  survey === than.survey && schoolYear < than.schoolYear;

const allIds = async (
  reader: RegisterOptions['campaigns'],
  survey: string,
): Promise<readonly string[]> => {
  const rows = await everyRow((page) => reader.campaigns(page));
  return rows.filter((row) => row.survey === survey).map(({ id }) => id);
};

/** Folds the streams of campaigns once, then reads only what was appended since. */
export const campaignRegister = (options: RegisterOptions): CampaignRegister => {
  const { maxAgeMs = 1_000, monotonicMs = () => performance.now() } = options;
  const age = { maxAgeMs, monotonicMs };
  const known = freshCache<Known>(async (id, before) => {
    const folded = before?.folded ?? nothing;
    const recorded = await options.store.readStream(campaignStream(id), folded.revision);
    if (before !== undefined && recorded.length === 0) return before;
    const after = grown(folded, recorded);
    const campaign = registered(after);
    return campaign === undefined ? undefined : { folded: after, campaign };
  }, age);
  const ids = freshCache<readonly string[]>((survey) => allIds(options.campaigns, survey), age);

  const campaign = async (id: string) => (known.fresh(id) ?? (await known.get(id)))?.campaign;
  const heard = new Set<string>();
  /** A promise for those alone that have to be read: every submission asks for all of them. */
  const ofSurvey = async (survey: string): Promise<readonly RegisteredCampaign[]> => {
    const listed = ids.fresh(survey) ?? (await ids.get(survey)) ?? [];
    const every = [...new Set([...listed, ...known.keys(), ...heard])];
    const fresh = every.map((id) => known.fresh(id)?.campaign);
    const found = fresh.includes(undefined) ? await Promise.all(every.map(campaign)) : fresh;
    return found.filter((one) => one !== undefined);
  };
  return {
    campaign,
    beside: async (id, { survey, schoolYear }) =>
      (await ofSurvey(survey)).filter(
        (one) => one.campaign !== id && one.survey === survey && one.schoolYear === schoolYear,
      ),
    earlier: async (than) =>
      (await ofSurvey(than.survey))
        .filter((one) => isEarlier(than, one))
        .sort((left, right) => (left.schoolYear < right.schoolYear ? 1 : -1)),
    changed: (id) => {
      heard.add(id);
      known.expire(id);
    },
  };
};
