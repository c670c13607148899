import { campaignCodec } from '#domain/campaign';
import type { RecordedEvent } from '#kernel';
import { type CampaignRow, project } from '#read-models/campaign-register';

import { type Connection, query, statement } from '../pool/pool.js';
import { factsOf } from './facts.js';
import { type Plan, planningWhole, type Projection, type Read } from './projection.js';

const readCampaigns = statement<CampaignRow>(
  'campaign-register-read',
  `select campaign, survey, version, school_year as "schoolYear", title, opens_on as "opensOn",
     closes_on as "closesOn", status, expected, excluded, synthetic
   from campaign
   where campaign = any ($1::text[])`,
);

const writeCampaigns = statement(
  'campaign-register-write',
  `insert into campaign (campaign, survey, version, school_year, title, opens_on, closes_on, status,
     expected, excluded, synthetic)
   select campaign, survey, version, "schoolYear", title, "opensOn", "closesOn", status,
     expected, excluded, synthetic
   from json_to_recordset($1::json) as row (campaign text, survey text, version text, "schoolYear" text,
     title text, "opensOn" date, "closesOn" date, status text, expected integer, excluded integer,
     synthetic boolean)
   on conflict (campaign) do update set closes_on = excluded.closes_on, status = excluded.status`,
);

const writeExclusions = statement(
  'campaign-register-exclude',
  `insert into exclusion (campaign, uai, reason)
   select campaign, uai, reason
   from json_to_recordset($1::json) as row (campaign text, uai text, reason text)`,
);

const campaignsBefore = async (
  connection: Connection,
  campaigns: ReadonlySet<string>,
): Promise<ReadonlyMap<string, CampaignRow>> => {
  const rows = await query(connection, readCampaigns, [[...campaigns]]);
  return new Map(rows.map((row) => [row.campaign, row]));
};

const plan = async (events: readonly RecordedEvent[], read: Read): Promise<Plan> => {
  const facts = factsOf(() => campaignCodec, events);
  const touched = new Set(facts.map(({ event }) => event.data.campaign));
  const before = await read((connection) => campaignsBefore(connection, touched));
  const { campaigns, exclusions } = project(before, facts);
  return async (connection) => {
    await query(connection, writeCampaigns, [JSON.stringify(campaigns)]);
    if (exclusions.length > 0)
      await query(connection, writeExclusions, [JSON.stringify(exclusions)]);
  };
};

/** Campaigns as they stand now, and whom each has left out. Its definition changes with its code. */
export const campaignRegister: Projection = {
  name: 'campaign-register',
  definition: 'campaign-register@1',
  reads: (category) => category === 'campaign',
  tables: [
    { table: 'campaign', orderBy: 'campaign' },
    { table: 'exclusion', orderBy: 'campaign, uai' },
  ],
  install: () => Promise.resolve(),
  planner: () => planningWhole(plan),
};
