import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { openEventLog, type PostgresEventLog } from '#postgres';

import { fakeCampaign, fakeCampaigns } from '../../testing/fake-readers.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { smallObservatory, testContext } from '../../testing/small-observatory.js';
import type { Outcome } from '../receipt.js';
import type { Services } from '../services.js';
import { campaignRegister } from './campaign-register.js';
import { openCampaign, type OpenCampaignInput } from './open-campaign.js';

let database: TestDatabase;
const logs: PostgresEventLog[] = [];

/** Services of a process of its own, whose read models know the campaigns of `known`. */
const aProcess = async (known: readonly string[]): Promise<Services> => {
  const store = await openEventLog({ url: database.url });
  logs.push(store);
  const campaigns = known.map((id) => fakeCampaign(id, { survey: 'essai' }));
  const reader = fakeCampaigns({ campaigns, respondents: [], exclusions: [] });
  return {
    ...smallObservatory(store).services,
    register: campaignRegister({ store, campaigns: reader }),
    newId: () => randomUUID(),
  };
};

const opening = (year: number, campaign: string, academy = '02'): OpenCampaignInput => ({
  survey: 'essai',
  year,
  campaign,
  opensOn: `${String(year)}-03-03`,
  closesOn: `${String(year)}-06-30`,
  field: { academies: [academy] },
});

const open = (services: Services, input: OpenCampaignInput): Promise<Outcome> =>
  openCampaign(services, input, testContext);

const fateOf = (outcome: Outcome): string =>
  outcome.ok ? 'opened' : outcome.error.map(({ code }) => code).join();

beforeAll(async () => {
  database = await databaseForTest();
});

afterAll(async () => {
  await Promise.all(logs.map((log) => log.close()));
  await database.drop();
});

describe('campaigns of one survey and year that open at the same time', () => {
  it('let one open in any process: the others do not know yet whom it expects', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const processes = await Promise.all(names.map(() => aProcess([])));
    const outcomes = await Promise.all(
      processes.map((services, index) => open(services, opening(2014, names[index] ?? ''))),
    );
    expect(outcomes.map(fateOf).sort()).toEqual([
      ...names.slice(1).map(() => 'CAMPAIGN_OPENED_MEANWHILE'),
      'opened',
    ]);

    const informed = await aProcess(names);
    expect(fateOf(await open(informed, opening(2014, 'e')))).toBe(
      'CAMPAIGN_SCHOOLS_EXPECTED_ELSEWHERE',
    );
    expect(fateOf(await open(informed, opening(2014, 'f', '16')))).toBe('opened');
  });

  it('are told from each other at once within a process', async () => {
    const services = await aProcess([]);
    const field = { schoolTypes: ['ECOLE'] };
    const outcomes = await Promise.all([
      ...['g', 'h', 'i'].map((name) => open(services, opening(2015, name))),
      ...['l', 'm'].map((name) => open(services, opening(2015, name, '16'))),
      open(services, { ...opening(2015, 'n'), field }),
    ]);
    expect(outcomes.map(fateOf).sort()).toEqual([
      ...Array.from({ length: 4 }, () => 'CAMPAIGN_SCHOOLS_EXPECTED_ELSEWHERE'),
      'opened',
      'opened',
    ]);
  });

  it('are one when they have one name', async () => {
    const processes = await Promise.all([aProcess([]), aProcess([])]);
    const outcomes = await Promise.all(
      processes.map((services) => open(services, opening(2016, 'j'))),
    );
    expect(outcomes.map(fateOf).sort()).toEqual(['CAMPAIGN_ALREADY_OPENED', 'opened']);
  });

  it('do not hinder those of another year', async () => {
    const processes = await Promise.all([aProcess([]), aProcess([])]);
    const outcomes = await Promise.all(
      processes.map((services, index) => open(services, opening(2017 + index, `k${index}`))),
    );
    expect(outcomes.map(fateOf)).toEqual(['opened', 'opened']);
  });
});
