import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { err } from '#kernel';

import { describeFixtures } from '../../testing/codec-fixtures.js';
import { responseCodec } from './response.codec.js';

const fixtures = new URL('./fixtures/', import.meta.url);

describeFixtures(responseCodec, fixtures);

const stored = (type: string): Record<string, unknown> => {
  const text = readFileSync(new URL(`${type}.v1.json`, fixtures), 'utf8');
  return (JSON.parse(text) as { stored: Record<string, unknown> }).stored;
};

describe('a stored response event that is not what it claims', () => {
  it.each([
    ['ResponseSubmitted', { uai: 13 }, 'uai is not a text'],
    ['ResponseSubmitted', { answers: [] }, 'answers is not an object'],
    ['ResponseSubmitted', { answers: { nb_eleves: 1.5 } }, 'answers.nb_eleves is not an answer'],
    ['ResponseSubmitted', { answers: { nb_eleves: null } }, 'answers.nb_eleves is not an answer'],
    [
      'ResponseSubmitted',
      { answers: { maintenance: [1] } },
      'answers.maintenance is not an answer',
    ],
    ['ResponseSubmitted', { notConcerned: 'wifi' }, 'notConcerned is not a list of questions'],
    [
      'ResponseSubmitted',
      { justifications: [{}] },
      'justifications is not a list of justifications',
    ],
    ['ResponseSubmitted', { channel: 'pigeon' }, 'channel is not one of form, file, message'],
    ['ResponseSubmitted', { late: 'no' }, 'late is not true or false'],
    ['ResponseSubmitted', { contentHash: undefined }, 'contentHash is not a text'],
    ['AnswersCorrected', { changes: { wifi: { from: true } } }, 'changes.wifi is not a change'],
    ['AnswersCorrected', { reason: null }, 'reason is not a text'],
    ['DraftSaved', { answers: undefined }, 'answers is not an object'],
    ['DraftPrefilled', { fromCampaign: 2013 }, 'fromCampaign is not a text'],
    ['ResponseValidated', { campaign: undefined }, 'campaign is not a text'],
    ['ResponseWithdrawn', { reason: undefined }, 'reason is not a text'],
  ])('%s with %j: %s', (type, change, reason) => {
    expect(responseCodec.decode(type, 1, { ...stored(type), ...change })).toStrictEqual(
      err({ kind: 'MalformedEvent', type, version: 1, reason }),
    );
  });

  it('is refused when it is not an object at all', () => {
    expect(responseCodec.decode('ResponseValidated', 1, null)).toStrictEqual(
      err({
        kind: 'MalformedEvent',
        type: 'ResponseValidated',
        version: 1,
        reason: 'data is not an object',
      }),
    );
  });

  it('may say that a draft was filled in without an earlier campaign', () => {
    const data = { ...stored('DraftPrefilled'), fromCampaign: null };
    expect(responseCodec.decode('DraftPrefilled', 1, data)).toStrictEqual({
      ok: true,
      value: { type: 'DraftPrefilled', data },
    });
  });
});
