import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  endYearOf,
  firstDayOf,
  parseSchoolYear,
  previousSchoolYear,
  schoolYearOfCampaign,
} from './school-year.js';
import { checkLetterOf, parseUai } from './uai.js';

describe('the identity of a school', () => {
  it.each(['0131884C', '0040019Z', '0050480V', '0840803S', '0312686B', '6200001G'])(
    'accepts %s',
    (uai) => {
      expect(parseUai(uai)).toEqual({ ok: true, value: uai });
    },
  );

  it('accepts blanks around and lower case', () => {
    expect(parseUai(' 0131884c ')).toEqual({ ok: true, value: '0131884C' });
  });

  it('names the letter that it expects', () => {
    expect(parseUai('0131884D')).toEqual({
      ok: false,
      error: { kind: 'UaiCheckLetterWrong', found: '0131884D', expected: '0131884C' },
    });
  });

  it.each(['', '131884C', '01318840C', '0131884', 'C0131884', '0131884é'])('refuses %j', (text) => {
    expect(parseUai(text)).toEqual({ ok: false, error: { kind: 'UaiMalformed', found: text } });
  });

  it('catches every single wrong digit', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(digits, fc.nat(6), fc.integer({ min: 1, max: 9 }), (right, index, shift) => {
        const wrong = right.map((digit, at) => (at === index ? (digit + shift) % 10 : digit));
        return !parseUai(wrong.join('') + checkLetterOf(right.join(''))).ok;
      }),
    );
  });
});

describe('a school year', () => {
  it('is two years that follow each other', () => {
    expect(parseSchoolYear('2013-2014')).toEqual({ ok: true, value: '2013-2014' });
    expect(parseSchoolYear('2013-2015')).toEqual({
      ok: false,
      error: { kind: 'SchoolYearMalformed', found: '2013-2015' },
    });
  });

  it('gives its campaigns their name, and starts in September', () => {
    const year = schoolYearOfCampaign(2014);
    expect([year, endYearOf(year), firstDayOf(year), previousSchoolYear(year)]).toEqual([
      '2013-2014',
      2014,
      '2013-09-01',
      '2012-2013',
    ]);
  });
});
