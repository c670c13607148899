import { describe, expect, it } from '@jest/globals';

import { balanced, mixesOf, weighingOf } from './balance.js';
import type { Constraint } from './calibration.js';
import { drawFrom } from './draw.js';
import { amountsThatPrint } from './printed.js';
import { isBoundBy, sumOf, type SyntheticSchool } from './school.js';
import { CalibrationUnmet } from './unmet.js';

const draw = drawFrom('balance');

const schools: readonly SyntheticSchool[] = Array.from({ length: 200 }, (_, index) => ({
  uai: String(index).padStart(7, '0'),
  schoolType: 'ECOLE',
  degree: '1D',
  sector: 'PU',
  department: index < 120 ? '013' : '005',
  academy: '02',
  pupils: index < 120 ? 150 + index : 60 + (index % 40),
}));

const figure = (kind: string, code: string, value: string): Constraint => ({
  indicator: 'eleves_par_ordinateur_1d',
  survey: 'etic-1d',
  year: 2013,
  place: { kind, code },
  schoolType: null,
  value,
  decimals: 2,
  origin: 'published',
});

const whole = figure('academy', '02', '13.40');
const parts = [figure('department', '005', '6.69'), figure('department', '013', '14.82')];

const pupilsIn = (constraint: Constraint, answering: Iterable<SyntheticSchool>): number =>
  sumOf(
    [...answering].filter((school) => isBoundBy(constraint, school)),
    ({ pupils }) => pupils ?? 0,
  );

const answering = new Set(schools.filter((_, index) => index % 2 === 0));

describe('the mix of respondents', () => {
  it('is a figure of an académie and those of all its departments', () => {
    expect(mixesOf([whole, ...parts], schools)).toEqual([{ whole, parts }]);
    expect(mixesOf([whole, ...parts.slice(1)], schools)).toEqual([]);
  });

  it('is exchanged until whole numbers of computers print the parts and the whole', () => {
    const weighing = weighingOf({ whole, parts }, schools)!;
    const chosen = balanced(weighing, { respondents: answering, movable: schools }, draw);
    const intervals = parts.map((part) => amountsThatPrint('ratio', pupilsIn(part, chosen), part));
    const all = amountsThatPrint('ratio', pupilsIn(whole, chosen), whole);
    expect(chosen.size).toBe(answering.size);
    expect(intervals.filter(({ low, high }) => low > high)).toEqual([]);
    expect(sumOf(intervals, ({ low }) => low)).toBeLessThanOrEqual(all.high);
    expect(sumOf(intervals, ({ high }) => high)).toBeGreaterThanOrEqual(all.low);
  });

  it('names the figures that no exchange can hold together', () => {
    const beyond = figure('academy', '02', '15.40');
    const weighing = weighingOf({ whole: beyond, parts }, schools)!;
    const exchange = () => balanced(weighing, { respondents: answering, movable: schools }, draw);
    expect(exchange).toThrow(new CalibrationUnmet([beyond, ...parts], undefined));
    expect(exchange).toThrow(
      'synthetic answers do not give back eleves_par_ordinateur_1d · academy 02 · 2013 = 15.40',
    );
  });
});
