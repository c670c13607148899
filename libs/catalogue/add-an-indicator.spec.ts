import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { compileMeasures, decimalOfUnits, figureValue, noSums, plus, type Sums } from '#statistics';

import { readCatalogue, shippedCatalogue } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'indicators-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The file that docs/how-to/add-an-indicator.md shows. */
const example = (): string => {
  const page = readFileSync(
    join(shippedCatalogue(), '../../docs/how-to/add-an-indicator.md'),
    'utf8',
  );
  return /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
};

describe('a new indicator', () => {
  it('is one file and no code: it loads, and its figures are computed', async () => {
    writeFileSync(join(folder, 'tablettes_par_classe_1d.yaml'), example());
    const loaded = await readCatalogue(shippedCatalogue(), [folder]);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));

    const indicator = loaded.value.indicators.get('tablettes_par_classe_1d');
    const questionnaire = loaded.value.questionnaires.get('etic-1d@2014');
    if (indicator === undefined || questionnaire === undefined) throw new Error('not loaded');
    const measures = compileMeasures(questionnaire, [indicator]);
    const into: number[] = [];
    const school = { type: 'ECOLE', sector: 'PU', degree: '1D', pupils: 200 };
    const declarations = [
      { nb_tablettes: 12, nb_classes: 5 },
      { nb_tablettes: 0, nb_classes: 3 },
      { nb_classes: 9 },
    ];
    const sums = declarations.reduce((sum: Sums, answers) => {
      measures.contribute({ answers, previous: null, school }, into);
      const [used = 0, numerator = 0, denominator = 0] = into;
      return plus(sum, {
        used,
        numerator: decimalOfUnits(numerator, 0),
        denominator: decimalOfUnits(denominator, 0),
      });
    }, noSums);

    expect([sums.used, figureValue(indicator, sums)]).toEqual([
      2,
      { kind: 'value', value: '1.50' },
    ]);
  });

  it('is refused with its file, line, column and remedy when it is wrong', async () => {
    const path = join(folder, 'tablettes_par_classe_1d.yaml');
    writeFileSync(path, example().replace('numerator: nb_tablettes', 'numerator: nb_tabletes'));
    const loaded = await readCatalogue(shippedCatalogue(), [folder]);
    expect(
      loaded.ok
        ? []
        : loaded.error.map(({ file, line, column, remedy }) => [file, line, column, remedy.fr]),
    ).toEqual([[path, 13, 12, 'Vouliez-vous écrire « nb_tablettes » ?']]);
  });
});
