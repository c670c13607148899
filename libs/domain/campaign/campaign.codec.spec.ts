import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { describeFixtures } from '../../testing/codec-fixtures.js';
import { campaignCodec, storedCampaignData } from './campaign.codec.js';
import type { CampaignEvent } from './campaign.events.js';

const fixtures = new URL('./fixtures/', import.meta.url);

describeFixtures(campaignCodec, fixtures);

describe('a list of respondents', () => {
  it('is stored as its fixture was', () => {
    const { stored, decoded } = JSON.parse(
      readFileSync(new URL('RespondentsListed.v1.json', fixtures), 'utf8'),
    ) as {
      stored: unknown;
      decoded: Extract<CampaignEvent, { type: 'RespondentsListed' }>['data'];
    };
    expect(storedCampaignData({ type: 'RespondentsListed', data: decoded })).toStrictEqual(stored);
  });

  it('is refused when a row has a column too few', () => {
    const raw = { campaign: 'etic-1d-2014', respondents: [['0130001A', 'ECOLE']], exclusions: [] };
    expect(campaignCodec.decode('RespondentsListed', 1, raw)).toMatchObject({
      ok: false,
      error: { kind: 'MalformedEvent', type: 'RespondentsListed', version: 1 },
    });
  });

  it('stores every other event as it is', () => {
    const data = { campaign: 'etic-1d-2014', reason: null };
    expect(storedCampaignData({ type: 'CampaignClosed', data })).toBe(data);
  });
});
