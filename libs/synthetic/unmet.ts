import type { Constraint } from './calibration.js';

/** « eleves_par_ordinateur_1d · department 005 · COLLEGE · 2013 = 6.69 » */
export const nameOf = ({ indicator, place, schoolType, year, value }: Constraint): string =>
  [
    indicator,
    `${place.kind} ${place.code}`,
    ...(schoolType === null ? [] : [schoolType]),
    `${String(year)} = ${value}`,
  ].join(' · ');

/** The synthetic answers cannot give back a published figure: the calibration or the directory has changed. */
export class CalibrationUnmet extends Error {
  override readonly name = 'CalibrationUnmet';

  constructor(
    readonly constraints: readonly Constraint[],
    readonly computed: string | undefined,
  ) {
    const found = computed === undefined ? 'no whole numbers give it' : `computed ${computed}`;
    super(`synthetic answers do not give back ${constraints.map(nameOf).join('; ')}: ${found}`);
  }
}
