import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { type Catalogue, readCatalogue, shippedCatalogue } from '#catalogue';
import { beginning, type RecordedEvent } from '#kernel';

import { fakeCampaigns, fakeDirectory } from '../../testing/fake-readers.js';
import { InMemoryEventStore } from '../../testing/in-memory-event-store.js';
import { realSchools } from '../../testing/real-schools.js';
import { campaignRegister } from '../campaigns/campaign-register.js';
import { openCampaign } from '../campaigns/open-campaign.js';
import { nameUuid } from '../identity.js';
import type { RequestContext, Services } from '../services.js';
import { type DemoProgress, type DemoRequest, runDemo } from './run-demo.js';

const schools = realSchools(['02', '16']);
const context: RequestContext = {
  actor: { role: 'operator', id: 'demo' },
  correlationId: 'c7f6a1c2-0b8e-4b52-8a51-3a6a6d1f0a02',
};
const request: DemoRequest = { seed: 'observatoire', context };

let catalogue: Catalogue;
let store: InMemoryEventStore;
let services: Services;

beforeAll(async () => {
  const read = await readCatalogue(shippedCatalogue());
  if (!read.ok) throw new Error('the catalogue does not load');
  catalogue = read.value;
});

let ids = 0;

const servicesOver = (log: InMemoryEventStore): Services => {
  const campaigns = fakeCampaigns({ campaigns: [], respondents: [], exclusions: [] });
  return {
    store: log,
    catalogue,
    directory: fakeDirectory(schools),
    register: campaignRegister({ store: log, campaigns, maxAgeMs: 60_000, monotonicMs: () => 0 }),
    clock: () => '2026-03-02T10:00:00Z',
    newId: () => nameUuid(`test ${String((ids += 1))}`),
  };
};

const everything = (): Promise<readonly RecordedEvent[]> => store.readAll(beginning, 1_000_000);

beforeEach(() => {
  store = new InMemoryEventStore();
  services = servicesOver(store);
});

describe('the demonstration', () => {
  it('holds six campaigns, every event of which says that it is synthetic', async () => {
    const progress: DemoProgress[] = [];
    const result = await runDemo(services, {
      ...request,
      onProgress: (step) => progress.push(step),
    });
    const events = await everything();
    expect(
      result.campaigns.map((each) => [each.campaign, each.effect, each.expected, each.answered]),
    ).toEqual([
      ['etic-1d-2013', 'held', 2254, 789],
      ['etic-2d-2013', 'held', 669, 541],
      ['etic-1d-2014', 'held', 2254, 789],
      ['etic-2d-2014', 'held', 669, 541],
      ['etic-1d-2018', 'held', 1294, 1218],
      ['etic-2d-2018', 'held', 360, 347],
    ]);
    expect(result.position).toBe(events.at(-1)?.position);
    expect(events.filter(({ metadata }) => metadata.synthetic !== true)).toEqual([]);
    expect(progress.filter(({ campaign }) => campaign === 'etic-2d-2013')).toEqual([
      { campaign: 'etic-2d-2013', stage: 'opening', done: 0, total: 0 },
      { campaign: 'etic-2d-2013', stage: 'inventing', done: 0, total: 0 },
      expect.objectContaining({ stage: 'answering', total: 541 }),
      { campaign: 'etic-2d-2013', stage: 'answering', done: 541, total: 541 },
      ...progress.filter(
        ({ campaign, stage }) => campaign === 'etic-2d-2013' && stage === 'validating',
      ),
      { campaign: 'etic-2d-2013', stage: 'closing', done: 0, total: 0 },
    ]);
  });

  it('writes nothing when it is run again', async () => {
    await runDemo(services, request);
    const before = await everything();
    const again = await runDemo(services, request);
    expect(await everything()).toEqual(before);
    expect(again).toEqual({
      campaigns: again.campaigns.map((each) => ({ ...each, effect: 'found', answered: 0 })),
      position: null,
    });
  });

  it('carries on where it was interrupted, and ends with the same log as if it had not been', async () => {
    const appendMany = store.appendMany.bind(store);
    let batches = 0;
    store.appendMany = (requests) => {
      batches += 1;
      return batches === 4 ? Promise.reject(new Error('the power went')) : appendMany(requests);
    };
    await expect(runDemo(services, request)).rejects.toThrow('the power went');
    await runDemo(servicesOver(store), request);
    const interrupted = (await everything()).map(({ stream, type, data }) => ({
      stream,
      type,
      data,
    }));

    store = new InMemoryEventStore();
    await runDemo(servicesOver(store), request);
    const whole = (await everything()).map(({ stream, type, data }) => ({ stream, type, data }));
    expect(interrupted).toEqual(whole);
  });

  it('never adds invented answers to a campaign that is not its own', async () => {
    const field = { academies: ['02'], sectors: ['PU'] };
    const days = { opensOn: '2014-05-12', closesOn: '2014-06-27' };
    await openCampaign(services, { survey: 'etic-1d', year: 2014, ...days, field }, context);
    await expect(runDemo(services, request)).rejects.toThrow(
      'the campaign etic-1d-2014 exists and was not opened by the demonstration: nothing was added to it',
    );
    const written = (await everything()).filter(({ stream }) => stream.includes('etic-1d-2014'));
    expect(written.filter(({ type }) => type === 'ResponseSubmitted')).toEqual([]);
  });
});
