import { describe, expect, it } from '@jest/globals';

import {
  campaignStream,
  definitionsStream,
  isCampaignId,
  parseStream,
  publicationStream,
  projectionStream,
  responseStream,
  schoolStream,
} from './streams.js';

describe('names of streams', () => {
  it('say what they are about, and are read back', () => {
    expect(
      [
        schoolStream('0131884C'),
        campaignStream('etic-1d-2014'),
        responseStream('etic-1d-2014', '0131884C'),
        publicationStream('etic-1d-2014'),
        definitionsStream,
        projectionStream('school-directory'),
      ].map((stream) => [stream, parseStream(stream)]),
    ).toEqual([
      ['school-0131884C', { category: 'school', uai: '0131884C' }],
      ['campaign-etic-1d-2014', { category: 'campaign', campaign: 'etic-1d-2014' }],
      [
        'response-etic-1d-2014.0131884C',
        { category: 'response', campaign: 'etic-1d-2014', uai: '0131884C' },
      ],
      ['publication-etic-1d-2014', { category: 'publication', series: 'etic-1d-2014' }],
      ['definitions-catalogue', { category: 'definitions' }],
      ['projection-school-directory', { category: 'projection', projection: 'school-directory' }],
    ]);
  });

  it.each(['', '-', 'school', 'school-', 'response-etic', 'response-.x', 'response-x.', 'kafka-1'])(
    'do not read %j',
    (stream) => {
      expect(parseStream(stream)).toBeUndefined();
    },
  );

  it.each([
    ['etic-1d-2014', true],
    ['2014', true],
    ['Etic', false],
    ['etic_1d', false],
    ['etic.1d', false],
    ['-etic', false],
    ['etic--1d', false],
    ['', false],
    ['a'.repeat(61), false],
  ])('%j names a campaign: %s', (text, names) => {
    expect(isCampaignId(text)).toBe(names);
  });
});
