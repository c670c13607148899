import { describe, expect, it } from '@jest/globals';

import { dayOf } from './services.js';

describe('the day of an instant', () => {
  it('is that of Paris, in winter and in summer, whatever was asked before', () => {
    const instants = [
      ['2026-06-30T21:00:00.000Z', '2026-06-30'],
      ['2026-06-30T21:59:59.999Z', '2026-06-30'],
      ['2026-06-30T22:00:00.000Z', '2026-07-01'],
      ['2026-12-31T22:59:59.999Z', '2026-12-31'],
      ['2026-12-31T23:00:00.000Z', '2027-01-01'],
      ['2026-06-30T22:30:00+02:00', '2026-06-30'],
      ['2026-06-30T22:30:00Z', '2026-07-01'],
      ['2026-06-30T22:30:00-05:00', '2026-07-01'],
    ] as const;
    expect(instants.map(([instant]) => dayOf(instant))).toEqual(instants.map(([, day]) => day));
  });
});
