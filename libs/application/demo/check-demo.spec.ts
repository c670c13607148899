import { describe, expect, it } from '@jest/globals';

import type { ReferenceFigure } from '#catalogue';
import type { Indicator } from '#domain/indicator';

import { fakeFigures } from '../../testing/fake-readers.js';
import { checkDemo } from './check-demo.js';

const both = { fr: '', en: '' };

const pupilsPerComputer: Indicator = {
  id: 'eleves_par_ordinateur_1d',
  version: 1,
  label: both,
  description: both,
  survey: 'etic-1d',
  source: 'answers',
  aggregation: 'ratio',
  numerator: 'nb_eleves',
  denominator: 'nb_ordinateurs_fixes + nb_ordinateurs_portables',
  unit: both,
  direction: 'lower-is-better',
  decimals: 2,
  targets: [],
  provenance: '',
};

const reference = (given: Partial<ReferenceFigure>): ReferenceFigure => ({
  indicator: 'eleves_par_ordinateur_1d',
  label: 'Nombre d’élèves par ordinateur (1er degré)',
  territory: { kind: 'academy', code: '02' },
  schoolYear: '2013-2014',
  value: '15.56',
  unit: 'élèves/ordinateur',
  survey: 'ETIC',
  schoolType: null,
  degree: '1D',
  category: null,
  comparator: null,
  target: null,
  targetYear: null,
  note: null,
  source: 'Académie d’Aix-Marseille, feuille de route 2014-2015',
  ...given,
});

/** 7,780 pupils for 500 computers, whatever is asked. */
const figures = fakeFigures();
const indicators = new Map([[pupilsPerComputer.id, pupilsPerComputer]]);

const verdicts = async (references: readonly ReferenceFigure[], known = indicators) => {
  const { rows, compared, differing } = await checkDemo({ figures, references, indicators: known });
  const told = rows.map(({ computed, difference, agrees, explainedBy }) => [
    computed,
    difference,
    agrees,
    explainedBy,
  ]);
  return { told, compared, differing };
};

describe('the check of the demonstration', () => {
  it('compares what ETIC explains, and shows the rest beside', async () => {
    const references = [
      reference({}),
      reference({ value: '13.4', territory: { kind: 'department', code: '013' } }),
      reference({ indicator: 'c2i2e_part_enseignants_1d', value: '5' }),
      reference({ schoolYear: '2016-2017' }),
    ];
    expect(await verdicts(references)).toEqual({
      told: [
        ['15.56', '0.00', true, 'etic'],
        ['15.56', '2.16', false, 'etic'],
        [null, null, null, 'reference'],
        [null, null, null, 'reference'],
      ],
      compared: 2,
      differing: 1,
    });
  });

  it('counts a figure that is not computed as a difference', async () => {
    const unknown = await verdicts([reference({})], new Map());
    expect(unknown).toEqual({ told: [[null, null, false, 'etic']], compared: 1, differing: 1 });
    const byType = await verdicts([
      reference({ indicator: 'eleves_par_ordinateur_2d', schoolType: 'LP', value: '1.89' }),
    ]);
    expect(byType).toEqual({ told: [[null, null, false, 'etic']], compared: 1, differing: 1 });
  });

  it('asks once for each indicator, year and breakdown', async () => {
    const calls: string[] = [];
    const references = ['004', '005', '013'].map((code) =>
      reference({ territory: { kind: 'department', code } }),
    );
    await checkDemo({ figures: fakeFigures(calls), references, indicators });
    expect(calls).toEqual(['figures THEN']);
  });
});
