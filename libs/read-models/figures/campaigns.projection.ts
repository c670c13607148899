import type { CampaignEvent, ExcludedSchool, Exclusion, Respondent } from '#domain/campaign';
import type { Fact } from '#read-models/fact';

import {
  type Batch,
  countedOf,
  type FiguresContext,
  gaugeOfCampaign,
  heldRound,
  keyOf,
  notReceived,
  tallyOf,
} from './batch.js';
import type { Leaf } from './cells.js';
import type { Gauge } from './contribution.js';
import type { RoundRow } from './figures.rows.js';
import { type Held, supersede } from './history.js';
import { count, expect } from './tally.js';

type DataOf<Type extends CampaignEvent['type']> = Extract<CampaignEvent, { type: Type }>['data'];

/** A part of a campaign's frozen list. */
type Listing = {
  readonly batch: Batch;
  readonly campaign: string;
  readonly knownFrom: bigint;
  readonly gauge: Gauge;
  readonly leafOf: (school: ExcludedSchool) => Leaf;
};

const hold = (batch: Batch, held: Held<RoundRow> | null, row: RoundRow): void => {
  batch.currentRounds.set(row.campaign, supersede(batch.rounds, held, row));
};

const opened = (batch: Batch, data: DataOf<'CampaignOpened'>, knownFrom: bigint): void => {
  const { campaign, survey, version, schoolYear } = data;
  const period = { knownFrom, knownTo: null };
  hold(batch, null, { campaign, survey, version, schoolYear, status: 'open', ...period });
};

const turned = (batch: Batch, fact: Fact<CampaignEvent>, status: RoundRow['status']): void => {
  const held = heldRound(batch, fact.event.data.campaign);
  hold(batch, held, { ...held.row, status, knownFrom: fact.position, knownTo: null });
};

/** Equal leaves of one list are one object: sums are kept by leaf. */
const leafMaker = (context: FiguresContext): Listing['leafOf'] => {
  const made = new Map<string, Leaf>();
  return ({ department, academy, schoolType, sector }) => {
    const key = [department, academy, schoolType, sector].join('|');
    const known = made.get(key);
    if (known !== undefined) return known;
    const academicRegion = context.academicRegionOf(academy);
    const leaf = { department, academy, academicRegion, schoolType, sector };
    made.set(key, leaf);
    return leaf;
  };
};

const enrol = (
  { batch, campaign, knownFrom, gauge, leafOf }: Listing,
  school: Respondent,
): void => {
  const { uai, name, schoolType, sector, degree, pupils } = school;
  const profile = { schoolType, sector, degree, pupils };
  const baseline = gauge.coverage(profile, notReceived);
  const enrolled = { ...profile, leaf: leafOf(school), baseline };
  const tally = tallyOf(batch, campaign, { leaf: enrolled.leaf, slots: gauge.slots });
  expect(tally, pupils);
  count(tally, countedOf(enrolled, undefined), 1);
  batch.standings.set(keyOf(campaign, uai), { enrolled, held: null });
  batch.respondents.push({ ...enrolled, campaign, uai, name, knownFrom });
};

const nowhere: Leaf = {
  department: null,
  academy: null,
  academicRegion: null,
  schoolType: null,
  sector: null,
};

const exclude = (listing: Listing, { uai, school }: Exclusion): void => {
  const { batch, campaign, knownFrom, gauge, leafOf } = listing;
  const leaf = school === null ? nowhere : leafOf(school);
  tallyOf(batch, campaign, { leaf, slots: gauge.slots }).counts.excluded += 1;
  batch.excluded.push({ campaign, uai, leaf, knownFrom });
};

const listed = (batch: Batch, data: DataOf<'RespondentsListed'>, knownFrom: bigint): void => {
  const { campaign, respondents, exclusions } = data;
  const gauge = gaugeOfCampaign(batch, campaign);
  const listing = { batch, campaign, knownFrom, gauge, leafOf: leafMaker(batch.context) };
  for (const respondent of respondents) enrol(listing, respondent);
  for (const exclusion of exclusions) exclude(listing, exclusion);
};

/** Applies a fact about a campaign to the batch, in place. */
export const projectCampaign = (batch: Batch, fact: Fact<CampaignEvent>): void => {
  const { event, position } = fact;
  switch (event.type) {
    case 'CampaignOpened':
      return opened(batch, event.data, position);
    case 'RespondentsListed':
      return listed(batch, event.data, position);
    case 'CampaignClosed':
      return turned(batch, fact, 'closed');
    case 'CampaignReopened':
      return turned(batch, fact, 'open');
  }
};
