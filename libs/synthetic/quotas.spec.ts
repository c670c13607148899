import { describe, expect, it } from '@jest/globals';

import type { Constraint } from './calibration.js';
import type { DemoCampaign } from './demo-campaigns.js';
import { isReachable, quotasOf } from './quotas.js';
import type { SyntheticSchool } from './school.js';

const schools = (department: string, schoolType: string, count: number): SyntheticSchool[] =>
  Array.from({ length: count }, (_, index) => ({
    uai: `${department}${schoolType}${String(index).padStart(3, '0')}`,
    schoolType,
    degree: schoolType === 'ECOLE' ? '1D' : '2D',
    sector: 'PU',
    department,
    academy: '16',
    pupils: 100 + index,
  }));

const share = (given: Partial<Constraint>): Constraint => ({
  indicator: 'classes_mobiles_part_colleges',
  survey: 'etic-2d',
  year: 2018,
  place: { kind: 'department', code: '009' },
  schoolType: null,
  value: '15',
  decimals: 0,
  origin: 'published',
  ...given,
});

const campaign = (percent: number): DemoCampaign => ({
  survey: 'etic-2d',
  degree: '2D',
  year: 2018,
  academies: ['16'],
  participation: [{ schoolTypes: null, percent }],
});

const counts = (...asked: Parameters<typeof quotasOf>): readonly number[] =>
  quotasOf(...asked).map(({ respondents }) => respondents);

describe('how many schools answer', () => {
  it('is what the participation says where no share is published', () => {
    const expected = [...schools('009', 'COLLEGE', 14), ...schools('031', 'COLLEGE', 100)];
    expect(counts(campaign(50), expected, [])).toEqual([7, 50]);
  });

  it('leaves one of fourteen collèges out where 15 % is published: 2 of 13, for no count of 14 gives it', () => {
    expect(counts(campaign(100), schools('009', 'COLLEGE', 14), [share({})])).toEqual([13]);
  });

  it('heeds only shares of the stratum itself', () => {
    const expected = [...schools('009', 'COLLEGE', 14), ...schools('009', 'LP', 5)];
    expect(counts(campaign(100), expected, [share({ indicator: 'ent_2d_part' })])).toEqual([14, 5]);
    expect(counts(campaign(100), expected, [share({})])).toEqual([13, 5]);
  });

  it('shares a published rate of the académie out by size', () => {
    const rate = share({
      indicator: 'taux_reponse_etic_2d',
      place: { kind: 'academy', code: '16' },
      value: '81',
    });
    const expected = [...schools('009', 'COLLEGE', 30), ...schools('031', 'COLLEGE', 70)];
    expect(counts(campaign(100), expected, [rate])).toEqual([24, 57]);
  });

  it('comes as near as it can to a share that no count gives', () => {
    const workspaces = share({ indicator: 'ecoles_ent_part', value: '15.95', decimals: 2 });
    const ecoles = schools('009', 'ECOLE', 79);
    expect(counts(campaign(95), ecoles, [workspaces])).toEqual([69]);
    expect([isReachable(workspaces, 79), isReachable(workspaces, 163)]).toEqual([false, true]);
  });
});
