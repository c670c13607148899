import { describe, expect, it } from '@jest/globals';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';

import { readSchools } from '#application/import';
import { readCatalogue, shippedCatalogue } from '#catalogue';
import { parseSchoolYear } from '#kernel';

import { absorptionOrder, proposedAbsorptions } from './proposed-absorptions.js';

describe('the names of the directory of 2022', () => {
  it('propose the absorptions that they tell, each with its order', async () => {
    const catalogue = await readCatalogue(shippedCatalogue());
    const schoolYear = parseSchoolYear('2022-2023');
    if (!catalogue.ok || !schoolYear.ok) throw new Error('the catalogue that ships has mistakes');
    const path = join(shippedCatalogue(), 'directory', 'schools-2022.csv.gz');
    const reading = await readSchools(createReadStream(path).pipe(createGunzip()), {
      territories: catalogue.value.territories,
      schoolYear: schoolYear.value,
    });
    const { descriptions } = reading.ok ? reading.value : { descriptions: [] };
    const twice = proposedAbsorptions([...descriptions, ...descriptions]);

    expect(twice).toHaveLength(16);
    expect(twice.slice(0, 3).map((proposed) => absorptionOrder(proposed))).toEqual([
      'schools absorb 0040542T --into 0040587S --on 2022-09-01',
      'schools absorb 0040543U --into 0040587S --on 2022-09-01',
      'schools absorb 0131923V --into 0130038W --on 2022-09-01',
    ]);
  });
});
