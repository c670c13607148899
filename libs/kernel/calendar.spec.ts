import { describe, expect, it } from '@jest/globals';

import { isDay, isInstant } from './calendar.js';
import { parseSchoolYear } from './school-year.js';

describe('the calendar', () => {
  it.each([
    ['2014-06-30', true],
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2014-06-31', false],
    ['2014-13-01', false],
    ['0000-01-01', false],
    ['2014-6-30', false],
    ['2014-06-30T10:00:00Z', false],
    ['', false],
  ])('has the day %j: %j', (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });

  it.each([
    ['2014-06-30T16:05Z', true],
    ['2014-06-30T16:05:00.123456789Z', true],
    ['2014-06-30T16:05:00+02:00', true],
    ['2014-06-30T16:05:00', false],
    ['2014-06-31T16:05:00Z', false],
    ['2014-06-30T25:05:00Z', false],
    ['2014-06-30T16:60:00Z', false],
    ['0000-06-30T16:05:00Z', false],
    ['2014-06-30T16:05:00+16:00', false],
    ['+275761-01-01T00:00:00Z', false],
  ])('has the instant %j: %j', (text, expected) => {
    expect(isInstant(text)).toBe(expected);
  });

  it('has no school year that begins before the first', () => {
    expect(parseSchoolYear('0000-0001').ok).toBe(false);
  });
});
