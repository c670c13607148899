import type {
  CampaignReader,
  CampaignSummary,
  ExclusionRow,
  RespondentFilter,
  RespondentRow,
} from '#application';

import { type Pool, query, statement } from '../pool/pool.js';
import { figuresNow, holdsNow } from './figures-now.js';
import { type Condition, keyAfter, pageOf, rowsToRead, whereOf } from './keyset.js';
import { prepared } from './prepared.js';

const campaignColumns = `campaign as id, survey, version, school_year as "schoolYear", title,
  opens_on as "opensOn", closes_on as "closesOn", status, expected, excluded, synthetic`;

const readCampaign = statement<CampaignSummary>(
  'campaigns-one',
  `select ${campaignColumns} from read_model.campaign where campaign = $1`,
);

const readCampaigns = statement<CampaignSummary>(
  'campaigns-page',
  `select ${campaignColumns} from read_model.campaign where campaign > $1 order by campaign limit $2`,
);

const countCampaigns = statement<{ readonly count: number }>(
  'campaigns-count',
  'select count(*)::integer as count from read_model.campaign',
);

const readExclusions = statement<ExclusionRow>(
  'campaigns-exclusions',
  `select uai, reason from read_model.exclusion
   where campaign = $1 and uai > $2
   order by uai limit $3`,
);

const respondents = `read_model.respondent
  left join read_model.response on response.campaign = respondent.campaign
    and response.uai = respondent.uai and ${holdsNow('response')}`;

const respondentColumns = `respondent.campaign, respondent.uai, respondent.name,
  respondent.school_type as "schoolType", respondent.sector, respondent.department, respondent.academy,
  respondent.pupils, coalesce(response.status, 'expected') as status, coalesce(response.late, false) as late,
  response.submitted_at as "submittedAt"`;

const conditionsOf = (filter: RespondentFilter): readonly Condition[] => [
  {
    text: (parameter) =>
      `respondent.campaign = ${parameter} and respondent.known_from <= ${figuresNow}`,
    value: filter.campaign,
  },
  { text: (parameter) => `respondent.academy = ${parameter}`, value: filter.academy },
  {
    text: (parameter) => `respondent.academy = any (${parameter}::text[])`,
    value: filter.academies,
  },
  { text: (parameter) => `respondent.department = ${parameter}`, value: filter.department },
  { text: (parameter) => `respondent.uai = ${parameter}`, value: filter.uai },
  {
    text: (parameter) => `coalesce(response.status, 'expected') = ${parameter}`,
    value: filter.status,
  },
];

/** Campaigns and their respondents, as the register and the figures have written them. */
export const makeCampaignReader = (pool: Pool): CampaignReader => ({
  campaign: async (id) => {
    const [campaign] = await query(pool, readCampaign, [id]);
    return campaign;
  },

  campaigns: async (page) => {
    const rows = await query(pool, readCampaigns, [keyAfter(page), rowsToRead(page)]);
    return pageOf(rows, page, ({ id }) => id);
  },

  campaignCount: async () => {
    const [row] = await query(pool, countCampaigns);
    return row?.count ?? 0;
  },

  respondents: async (filter, page) => {
    const where = whereOf(conditionsOf(filter), 2);
    const text = `select ${respondentColumns} from ${respondents}
      where respondent.uai > $1 and ${where.text} order by respondent.uai limit $2`;
    const values = [keyAfter(page), rowsToRead(page), ...where.values];
    const rows = await query(pool, prepared<RespondentRow>('respondents-page', text), values);
    return pageOf(rows, page, ({ uai }) => uai);
  },

  respondentCount: async (filter) => {
    const where = whereOf(conditionsOf(filter), 0);
    const text = `select count(*)::integer as count from ${respondents} where ${where.text}`;
    const counted = prepared<{ readonly count: number }>('respondents-count', text);
    const [row] = await query(pool, counted, where.values);
    return row?.count ?? 0;
  },

  exclusions: async (campaign, page) => {
    const values = [campaign, keyAfter(page), rowsToRead(page)];
    const rows = await query(pool, readExclusions, values);
    return pageOf(rows, page, ({ uai }) => uai);
  },
});
