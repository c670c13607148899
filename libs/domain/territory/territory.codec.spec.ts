import { describe, expect, it } from '@jest/globals';

import { describeFixtures } from '../../testing/codec-fixtures.js';
import { territoryCodec } from './territory.codec.js';

describeFixtures(territoryCodec, new URL('./fixtures/', import.meta.url));

describe('a stored school event that is not what it claims', () => {
  const renamed = {
    uai: '0131884C',
    effectiveFrom: '2022-09-01',
    source: 'annuaire',
    name: 'COLLEGE',
  };

  it.each([
    ['a wrong check letter', { ...renamed, uai: '0131884D' }],
    ['a day that does not exist', { ...renamed, effectiveFrom: '2022-02-30' }],
    ['a missing field', { ...renamed, name: undefined }],
    ['a field too many', { ...renamed, nickname: 'BELLE' }],
  ])('is refused for %s', (_why, raw) => {
    expect(territoryCodec.decode('SchoolRenamed', 1, raw)).toMatchObject({
      ok: false,
      error: { kind: 'MalformedEvent', type: 'SchoolRenamed', version: 1 },
    });
  });
});
