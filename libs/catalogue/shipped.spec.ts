import { describe, expect, it } from '@jest/globals';

import { describeMistake, readCatalogue, shippedCatalogue } from './index.js';

describe('the catalogue that ships', () => {
  it('loads without a mistake', async () => {
    const loaded = await readCatalogue(shippedCatalogue());
    expect(loaded.ok ? [] : loaded.error.map((mistake) => describeMistake(mistake, 'en'))).toEqual([]);
  });
});
