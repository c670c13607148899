import {
  type CampaignEvent,
  type ExcludedSchool,
  type Exclusion,
  isAccessEvent,
  type Respondent,
} from '#domain/campaign';
import type { SchoolYear } from '#kernel';
import type { Fact } from '#read-models/fact';

import { type Batch, deskOf, type FiguresContext, heldRound, type Placed } from './batch.js';
import type { Leaf } from './cells.js';
import { notReceived } from './contribution.js';
import { type Desk, onTallies, type Touch } from './desk.js';
import type { RoundRow } from './figures.rows.js';
import { type Held, supersede } from './history.js';
import { expect } from './tally.js';

type DataOf<Type extends CampaignEvent['type']> = Extract<CampaignEvent, { type: Type }>['data'];

/** A part of a campaign's frozen list. */
type Listing = {
  readonly batch: Batch;
  readonly desk: Desk;
  readonly touch: Touch;
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

const addDistrict = ({ batch, desk }: Listing, { department, academy }: Placed): void => {
  const { campaign } = desk;
  const key = `${campaign}|${department}|${academy}`;
  if (batch.districts.has(key)) return;
  const academicRegion = batch.context.academicRegionOf(academy);
  batch.districts.set(key, { campaign, department, academy, academicRegion });
};

const enrol = (listing: Listing, school: Respondent): void => {
  const { batch, desk, touch, leafOf } = listing;
  const knownFrom = touch.position;
  const { uai, name, schoolType, sector, degree, pupils } = school;
  const leaf = leafOf(school);
  const enrolled = { schoolType, sector, degree, pupils, leaf };
  const baseline = desk.gauge.coverage(enrolled, notReceived);
  onTallies(desk, { leaf, touch }, (tally) => {
    expect(tally, pupils, baseline);
  });
  addDistrict(listing, { department: school.department, academy: leaf.academy ?? '' });
  desk.standings.set(uai, { enrolled, held: null });
  batch.respondents.push({ campaign: desk.campaign, uai, name, enrolled, baseline, knownFrom });
};

const nowhere: Leaf = {
  department: null,
  academy: null,
  academicRegion: null,
  schoolType: null,
  sector: null,
};

const exclude = (listing: Listing, { uai, school }: Exclusion): void => {
  const { batch, desk, touch, leafOf } = listing;
  const leaf = school === null ? nowhere : leafOf(school);
  onTallies(desk, { leaf, touch }, ({ counts }) => {
    counts.excluded += 1;
  });
  const { campaign } = desk;
  batch.excluded.push({ campaign, uai, leaf, knownFrom: touch.position });
  if (school !== null)
    addDistrict(listing, { department: school.department, academy: leaf.academy ?? '' });
};

const listed = (batch: Batch, data: DataOf<'RespondentsListed'>, position: bigint): void => {
  const desk = deskOf(batch, data.campaign);
  const { schoolYear } = heldRound(batch, data.campaign).row;
  const leafOf = leafMaker(batch.context, schoolYear);
  const listing = { batch, desk, touch: { position, lists: true }, leafOf };
  for (const respondent of data.respondents) enrol(listing, respondent);
  for (const exclusion of data.exclusions) exclude(listing, exclusion);
  desk.listedTo = position;
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
