import type { Environment, School } from '#domain/expression';
import { BrokenAssumption } from '#kernel';
import type { Flags, Gauge, Profile } from '#read-models/figures';
import { coverageEnvironment, type Measures, slotsPerMeasure } from '#statistics';

type Slot = {
  readonly indicator: string;
  readonly slot: number;
  readonly numeratorScale: number;
  readonly denominatorScale: number;
};

/** Where a measure's numbers go, and what they are multiplied with to count the slot's units. */
type Route = {
  readonly slot: number;
  readonly hasDenominator: boolean;
  readonly numeratorFactor: number;
  readonly denominatorFactor: number;
};

const routesOf = ({ layout }: Measures, slots: readonly Slot[]): readonly Route[] => {
  const byKey = new Map(slots.map((slot) => [slot.indicator, slot]));
  return layout.map((measure) => {
    const target = byKey.get(measure.key);
    if (target === undefined) throw new BrokenAssumption(`no slot for ${measure.key}`);
    return {
      slot: target.slot,
      hasDenominator: measure.indicator.aggregation !== 'total',
      numeratorFactor: 10 ** (target.numeratorScale - measure.numeratorScale),
      denominatorFactor: 10 ** (target.denominatorScale - measure.denominatorScale),
    };
  });
};

const inUnits = (value: number, factor: number): number => {
  const units = value * factor;
  if (Number.isSafeInteger(units)) return units;
  throw new BrokenAssumption(`${value} × ${factor} is not a safe integer`);
};

/** Fills the slots of its measures, in place. */
type Measurer = (environment: Environment, into: MutableContribution) => void;

type MutableContribution = {
  readonly numerators: (number | null)[];
  readonly denominators: (number | null)[];
};

const measurer = (measures: Measures, slots: readonly Slot[]): Measurer => {
  const routes = routesOf(measures, slots);
  const buffer = new Array<number>(routes.length * slotsPerMeasure).fill(0);
  return (environment, { numerators, denominators }) => {
    measures.contribute(environment, buffer);
    let at = 0;
    for (const { slot, hasDenominator, numeratorFactor, denominatorFactor } of routes) {
      if (buffer[at] === 1) {
        numerators[slot] = inUnits(buffer[at + 1] ?? 0, numeratorFactor);
        if (hasDenominator) denominators[slot] = inUnits(buffer[at + 2] ?? 0, denominatorFactor);
      }
      at += slotsPerMeasure;
    }
  };
};

const schoolOf = ({ schoolType, sector, degree, pupils }: Profile): School => ({
  type: schoolType,
  sector,
  degree,
  pupils,
});

const bit = (flag: boolean): number => (flag ? 1 : 0);

const coverageOf = (school: School, { received, validated, late }: Flags): Environment =>
  coverageEnvironment({
    expected: 1,
    received: bit(received),
    validated: bit(validated),
    late: bit(late),
    school,
  });

/** The gauge of one questionnaire version over the slots of its survey, those of coverage first. */
export const gaugeOver = (
  slots: readonly Slot[],
  { answers, coverage }: { readonly answers: Measures; readonly coverage: Measures },
): Gauge => {
  const measureAnswers = measurer(answers, slots);
  const measureCoverage = measurer(coverage, slots);
  const noCoverage = new Array<number | null>(coverage.layout.length).fill(null);
  const nothing = new Array<number | null>(slots.length).fill(null);
  return {
    slots: slots.length,
    whole: (profile, { declaration, flags }) => {
      const school = schoolOf(profile);
      const into = { numerators: nothing.slice(), denominators: nothing.slice() };
      measureCoverage(coverageOf(school, flags), into);
      measureAnswers({ answers: declaration.answers, previous: null, school }, into);
      return into;
    },
    coverage: (profile, flags) => {
      const into = { numerators: noCoverage.slice(), denominators: noCoverage.slice() };
      measureCoverage(coverageOf(schoolOf(profile), flags), into);
      return into;
    },
  };
};
