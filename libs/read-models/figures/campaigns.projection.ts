import {
  type CampaignEvent,
  type ExcludedSchool,
  type Exclusion,
  isAccessEvent,
  type Respondent,
} from '#domain/campaign';
import type { SchoolYear } from '#kernel';
import type { Fact } from '#read-models/fact';

import { type Batch, deskOf, type FiguresContext, heldRound } from './batch.js';
import type { Leaf } from './cells.js';
import { notReceived } from './contribution.js';
import { countExcluded, countExpected, endList } from './counter.js';
import type { Desk } from './desk.js';
import type { RoundRow } from './figures.rows.js';
import { type Held, supersede } from './history.js';

type DataOf<Type extends CampaignEvent['type']> = Extract<CampaignEvent, { type: Type }>['data'];

/** A part of a campaign's frozen list. */
type Listing = {
  readonly batch: Batch;
  readonly desk: Desk;
  readonly position: bigint;
  readonly leafOf: (school: ExcludedSchool) => Leaf;
};

const hold = (batch: Batch, held: Held<RoundRow> | null, row: RoundRow): void => {
  batch.currentRounds.set(row.campaign, supersede(batch.rounds, held, row));
};

const opened = (
  batch: Batch,
  data: DataOf<'CampaignOpened'>,
  { position, cause }: Fact<CampaignEvent>,
): void => {
  const { campaign, survey, version, schoolYear } = data;
  const about = { knownFrom: position, knownTo: null, cause };
  hold(batch, null, { campaign, survey, version, schoolYear, status: 'open', ...about });
};

const turned = (batch: Batch, fact: Fact<CampaignEvent>, status: RoundRow['status']): void => {
  const held = heldRound(batch, fact.event.data.campaign);
  const { position: knownFrom, cause } = fact;
  hold(batch, held, { ...held.row, status, cause, knownFrom, knownTo: null });
};

/** Equal leaves of one list are one object: sums are kept by leaf. */
const leafMaker = (
  { academyThen, academicRegionOf }: FiguresContext,
  schoolYear: SchoolYear,
): Listing['leafOf'] => {
  const made = new Map<string, Leaf>();
  return (school) => {
    const { department, schoolType, sector } = school;
    const key = `${department}|${school.academy}|${schoolType}|${sector}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const academy = academyThen(school, schoolYear);
    const academicRegion = academicRegionOf(academy);
    const leaf = { department, academy, academicRegion, schoolType, sector };
    made.set(key, leaf);
    return leaf;
  };
};

const enrol = (listing: Listing, school: Respondent): void => {
  const { batch, desk, position, leafOf } = listing;
  const { uai, name, schoolType, sector, degree, pupils } = school;
  const leaf = leafOf(school);
  const enrolled = { schoolType, sector, degree, pupils, leaf };
  const baseline = desk.gauge.coverage(enrolled, notReceived);
  countExpected(desk.counter, { leaf, pupils, baseline }, position);
  desk.standings.set(uai, { enrolled, held: null });
  const { campaign } = desk;
  batch.respondents.push({ campaign, uai, name, enrolled, baseline, knownFrom: position });
};

const nowhere: Leaf = {
  department: null,
  academy: null,
  academicRegion: null,
  schoolType: null,
  sector: null,
};

const exclude = (listing: Listing, { uai, school }: Exclusion): void => {
  const { batch, desk, position, leafOf } = listing;
  const leaf = school === null ? nowhere : leafOf(school);
  countExcluded(desk.counter, leaf, position);
  batch.excluded.push({ campaign: desk.campaign, uai, leaf, knownFrom: position });
};

const listed = (batch: Batch, data: DataOf<'RespondentsListed'>, position: bigint): void => {
  const desk = deskOf(batch, data.campaign);
  const { schoolYear } = heldRound(batch, data.campaign).row;
  const leafOf = leafMaker(batch.context, schoolYear);
  const listing = { batch, desk, position, leafOf };
  for (const respondent of data.respondents) enrol(listing, respondent);
  for (const exclusion of data.exclusions) exclude(listing, exclusion);
  endList(desk.counter, position);
};

/** Applies a fact about a campaign to the batch, in place. */
export const projectCampaign = (batch: Batch, fact: Fact<CampaignEvent>): void => {
  const { event, position } = fact;
  if (isAccessEvent(event)) return;
  switch (event.type) {
    case 'CampaignOpened':
      return opened(batch, event.data, fact);
    case 'RespondentsListed':
      return listed(batch, event.data, position);
    case 'CampaignClosed':
      return turned(batch, fact, 'closed');
    case 'CampaignReopened':
      return turned(batch, fact, 'open');
  }
};
