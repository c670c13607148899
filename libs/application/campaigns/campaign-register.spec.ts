import { describe, expect, it } from '@jest/globals';

import { fakeCampaign, fakeCampaigns } from '../../testing/fake-readers.js';
import { InMemoryEventStore } from '../../testing/in-memory-event-store.js';
import { smallObservatory, testContext, testUai } from '../../testing/small-observatory.js';
import { TroubledStore } from '../../testing/troubled-store.js';
import { campaignRegister } from './campaign-register.js';
import { openCampaign } from './open-campaign.js';
import { closeCampaign } from './run-campaign.js';

const openYear = ({ services }: ReturnType<typeof smallObservatory>, year: number) =>
  openCampaign(
    services,
    {
      survey: 'essai',
      year,
      opensOn: `${year}-03-03`,
      closesOn: `${year}-06-30`,
      field: { academies: ['02'] },
    },
    testContext,
  );

const observed = (ids: readonly string[]) => {
  const store = new TroubledStore(new InMemoryEventStore());
  const observatory = smallObservatory(store);
  const campaigns = ids.map((id) => fakeCampaign(id, { survey: 'essai' }));
  const clock = { ms: 0 };
  const register = campaignRegister({
    store,
    campaigns: fakeCampaigns({ campaigns, respondents: [], exclusions: [] }),
    maxAgeMs: 1_000,
    monotonicMs: () => clock.ms,
  });
  return { store, observatory, register, clock };
};

describe('the register of campaigns', () => {
  it('does not know a campaign that nobody opened', async () => {
    const { register } = observed([]);
    expect(await register.campaign('essai-2014')).toBeUndefined();
  });

  it('reads a campaign once, then only what was appended since, once a second', async () => {
    const { store, observatory, register, clock } = observed([]);
    await openYear(observatory, 2014);
    store.calls.length = 0;

    const [first, same] = await Promise.all([
      register.campaign('essai-2014'),
      register.campaign('essai-2014'),
    ]);
    expect([first === same, store.calls]).toEqual([true, ['readStream']]);

    await closeCampaign(observatory.services, { campaign: 'essai-2014' }, testContext);
    expect((await register.campaign('essai-2014'))?.status).toBe('open');
    clock.ms = 1_000;
    const closed = await register.campaign('essai-2014');
    expect([closed?.status, closed?.revision, closed?.respondents]).toEqual([
      'closed',
      3,
      first?.respondents,
    ]);
    clock.ms = 2_000;
    expect(await register.campaign('essai-2014')).toBe(closed);
  });

  it('freezes the list: what the directory says later changes nothing', async () => {
    const { observatory, register } = observed([]);
    await openYear(observatory, 2014);
    expect((await register.campaign('essai-2014'))?.respondents.get(testUai(2))).toEqual({
      uai: testUai(2),
      name: `École ${testUai(2)}`,
      schoolType: 'ECOLE',
      sector: 'PU',
      degree: '1D',
      department: '013',
      academy: '02',
      pupils: 100,
    });
  });

  it('finds the earlier campaigns of the survey, latest first, listed or read here', async () => {
    const { observatory, register } = observed(['essai-2014', 'essai-2016', 'essai-2020']);
    for (const year of [2014, 2015, 2016, 2017]) await openYear(observatory, year);
    await register.campaign('essai-2015');
    const latest = await register.campaign('essai-2017');
    const earlier = latest === undefined ? [] : await register.earlier(latest);
    expect(earlier.map(({ campaign }) => campaign)).toEqual([
      'essai-2016',
      'essai-2015',
      'essai-2014',
    ]);
  });
});
