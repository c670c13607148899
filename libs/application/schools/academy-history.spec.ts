import { beforeAll, describe, expect, it } from '@jest/globals';

import { readCatalogue, shippedCatalogue, type Territories } from '#catalogue';
import type { SchoolVersion } from '#domain/territory';

import { withAcademies } from './academy-history.js';

let territories: Territories;

beforeAll(async () => {
  const catalogue = await readCatalogue(shippedCatalogue());
  if (!catalogue.ok) throw new Error('the catalogue that ships has mistakes');
  ({ territories } = catalogue.value);
});

const version = (over: Partial<SchoolVersion>): SchoolVersion => ({
  validFrom: null,
  validTo: null,
  isOpen: true,
  absorbedBy: null,
  name: 'LYCEE',
  schoolType: 'LPO',
  degree: '2D',
  sector: 'PU',
  communeCode: '14118',
  commune: 'CAEN',
  department: '014',
  academy: '05',
  circonscription: null,
  bassin: null,
  ...over,
});

const spans = (...versions: readonly SchoolVersion[]) =>
  withAcademies(versions, territories).map(
    ({ validFrom, validTo, academy }) => `${validFrom ?? ''}/${validTo ?? ''} ${academy}`,
  );

describe('the académies of a school', () => {
  it('follow from its department and the map of the day', () => {
    expect(spans(version({}))).toEqual(['/2020-01-01 05', '2020-01-01/ 70']);
    expect(spans(version({ validTo: '2018-09-01' }), version({ validFrom: '2018-09-01' }))).toEqual(
      ['/2018-09-01 05', '2018-09-01/2020-01-01 05', '2020-01-01/ 70'],
    );
    expect(spans(version({ validFrom: '2021-09-01' }))).toEqual(['2021-09-01/ 70']);
  });

  it('are one where the map has not changed, or knows nothing', () => {
    expect(spans(version({ department: '013' }))).toEqual(['/ 02']);
    expect(spans(version({ department: '976' }))).toEqual(['/ 43']);
    expect(spans(version({ department: '999' }))).toEqual(['/ 05']);
  });
});
