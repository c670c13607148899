import { describe, expect, it } from '@jest/globals';

import type { CampaignEvent } from '#domain/campaign';
import { position, type SchoolYear } from '#kernel';

import { project } from './campaign-register.projection.js';

const opened: CampaignEvent = {
  type: 'CampaignOpened',
  data: {
    campaign: 'etic-1d-2014',
    survey: 'etic-1d',
    version: '2014',
    schoolYear: '2013-2014' as SchoolYear,
    title: 'ETIC 2014',
    opensOn: '2014-01-06',
    closesOn: '2014-03-31',
    field: {},
    expected: 3,
    excluded: 1,
  },
};

const listed: CampaignEvent = {
  type: 'RespondentsListed',
  data: {
    campaign: 'etic-1d-2014',
    respondents: [],
    exclusions: [{ uai: '0131884C', reason: 'closed', school: null }],
  },
};

const closed: CampaignEvent = {
  type: 'CampaignClosed',
  data: { campaign: 'etic-1d-2014', reason: null },
};

const reopened: CampaignEvent = {
  type: 'CampaignReopened',
  data: { campaign: 'etic-1d-2014', reason: 'strike', closesOn: '2014-04-30' },
};

const changes = (events: readonly CampaignEvent[], synthetic = false) =>
  project(
    new Map(),
    events.map((event, index) => ({
      event,
      position: position(BigInt(index + 1)),
      revision: index + 1,
      recordedAt: '2014-01-06T00:00:00.000000Z',
      cause: 'import',
      synthetic,
    })),
  );

describe('the register of campaigns', () => {
  it('keeps a campaign as it stands, and whom it has left out', () => {
    expect(changes([opened, listed, closed], true)).toEqual({
      campaigns: [
        {
          campaign: 'etic-1d-2014',
          survey: 'etic-1d',
          version: '2014',
          schoolYear: '2013-2014',
          title: 'ETIC 2014',
          opensOn: '2014-01-06',
          closesOn: '2014-03-31',
          status: 'closed',
          expected: 3,
          excluded: 1,
          synthetic: true,
        },
      ],
      exclusions: [{ campaign: 'etic-1d-2014', uai: '0131884C', reason: 'closed' }],
    });
  });

  it('opens a campaign again, with its new last day', () => {
    const [row] = changes([opened, closed, reopened]).campaigns;
    expect([row?.status, row?.closesOn]).toEqual(['open', '2014-04-30']);
  });

  it('refuses a fact about a campaign that was never opened', () => {
    expect(() => changes([closed])).toThrow(
      'CampaignClosed about etic-1d-2014, which was never opened',
    );
  });
});
