import { add, decimal, type Decimal, format, type Position, subtract, zero } from '#kernel';

import type { Figure, FigureReader } from '../figures.port.js';
import type { CauseOfChange, FigureChange, FigureSpan, RevisionRows } from '../revisions.port.js';

const decimalOf = (text: string | null): Decimal => (text === null ? zero : decimal(text));

const sum = (texts: readonly string[]): Decimal =>
  texts.reduce((total, text) => add(total, decimal(text)), zero);

/** What is left of the difference: schools that came to the territory, or left it. */
const ofTerritory = (
  before: Figure,
  after: Figure,
  told: readonly CauseOfChange[],
): readonly CauseOfChange[] => {
  const left = (part: 'numerator' | 'denominator'): Decimal =>
    subtract(
      subtract(decimalOf(after[part]), decimalOf(before[part])),
      sum(told.map((cause) => cause[part])),
    );
  const used = after.used - before.used - told.reduce((total, cause) => total + cause.used, 0);
  const [numerator, denominator] = [left('numerator'), left('denominator')];
  if (used === 0 && numerator.units === 0n && denominator.units === 0n) return [];
  return [
    {
      cause: 'territory-change',
      used,
      numerator: format(numerator),
      denominator: format(denominator),
    },
  ];
};

/** See `RevisionReader.figureChange`. */
export const figureChange = async (
  { figures, rows }: { readonly figures: FigureReader; readonly rows: RevisionRows },
  { indicator, territory, schoolYear, geography, from, to }: FigureSpan,
): Promise<FigureChange | undefined> => {
  const at = async (asOf: Position | null): Promise<Figure | undefined> => {
    const query = { indicators: [indicator], territories: [territory], schoolYears: [schoolYear] };
    const [figure] = await figures.figures({
      ...query,
      breakdown: [],
      moment: { asOf, geography },
    });
    return figure;
  };
  const [before, after] = await Promise.all([at(from), at(to)]);
  if (before === undefined || after === undefined) return undefined;
  const { definitionVersion, segment } = after;
  const told = await rows.causes(
    {
      ...{ indicator: after.indicator, definitionVersion, territory, schoolYear, segment },
      moment: { asOf: after.position, geography },
    },
    from,
  );
  return { before, after, causes: [...told, ...ofTerritory(before, after, told)] };
};
