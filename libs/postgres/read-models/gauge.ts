import type { Environment, School } from '#domain/expression';
import { BrokenAssumption } from '#kernel';
import type { Contribution, Flags, Gauge, Profile } from '#read-models/figures';
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

type Measurer = (environment: Environment) => Contribution;

const measurer = (measures: Measures, slots: readonly Slot[]): Measurer => {
  const routes = routesOf(measures, slots);
  const buffer = new Array<number>(routes.length * slotsPerMeasure).fill(0);
  const empty = new Array<number | null>(slots.length).fill(null);
  return (environment) => {
    measures.contribute(environment, buffer);
    const numerators = empty.slice();
    const denominators = empty.slice();
    let at = 0;
    for (const { slot, hasDenominator, numeratorFactor, denominatorFactor } of routes) {
      if (buffer[at] === 1) {
        numerators[slot] = inUnits(buffer[at + 1] ?? 0, numeratorFactor);
        if (hasDenominator) denominators[slot] = inUnits(buffer[at + 2] ?? 0, denominatorFactor);
      }
      at += slotsPerMeasure;
    }
    return { numerators, denominators };
  };
};

const schoolOf = ({ schoolType, sector, degree, pupils }: Profile): School => ({
  type: schoolType,
  sector,
  degree,
  pupils,
});

const bit = (flag: boolean): number => (flag ? 1 : 0);

const measureCoverage =
  (measure: Measurer): Gauge['coverage'] =>
  (profile, { received, validated, late }) =>
    measure(
      coverageEnvironment({
        expected: 1,
        received: bit(received),
        validated: bit(validated),
        late: bit(late),
        school: schoolOf(profile),
      }),
    );

// Thousands of schools share a profile but for their pupils, which a rate seldom reads.
const remembered = (coverage: Gauge['coverage']): Gauge['coverage'] => {
  const known = new Map<string, Contribution>();
  const limit = 10_000;
  return (profile, flags) => {
    const key = keyOf(profile, flags);
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= limit) known.clear();
    const contribution = coverage(profile, flags);
    known.set(key, contribution);
    return contribution;
  };
};

const keyOf = (
  { schoolType, sector, degree, pupils }: Profile,
  { received, validated, late }: Flags,
): string =>
  `${schoolType}|${sector}|${degree}|${pupils ?? ''}|${bit(received)}${bit(validated)}${bit(late)}`;

/** The gauge of one questionnaire version over the slots of its survey. */
export const gaugeOver = (
  slots: readonly Slot[],
  { answers, coverage }: { readonly answers: Measures; readonly coverage: Measures },
): Gauge => {
  const measureAnswers = measurer(answers, slots);
  return {
    slots: slots.length,
    answers: (profile, declaration) =>
      measureAnswers({
        answers: declaration.answers,
        previous: null,
        school: schoolOf(profile),
      }),
    coverage: remembered(measureCoverage(measurer(coverage, slots))),
    coverageSlots: routesOf(coverage, slots).map(({ slot }) => slot),
  };
};
