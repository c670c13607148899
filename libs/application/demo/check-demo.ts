import type { ReferenceFigure } from '#catalogue';
import type { Indicator } from '#domain/indicator';
import { type Bilingual, type SchoolYear } from '#kernel';
import { type Constraint, constraintOf, isReachable } from '#synthetic';

import {
  type Figure,
  type FigureQuery,
  type FigureReader,
  type TerritoryKind,
  territoryKinds,
  type TerritoryRef,
} from '../figures.port.js';
import { type Agreement, agrees } from './agreement.js';

/** A published figure, and what the demonstration computes for it. */
export type DemoRow = {
  readonly indicator: string;
  readonly label: string;
  readonly territory: { readonly kind: string; readonly code: string };
  readonly schoolYear: string | null;
  readonly schoolType: string | null;
  /** As printed by its source; null for a bare target. */
  readonly published: string | null;
  readonly unit: string;
  readonly computed: string | null;
  readonly difference: string | null;
  /** Null where the figure is not compared: a reference series, or a share out of reach. */
  readonly agrees: boolean | null;
  /** `etic`: answers to ETIC explain it, and it is compared. `reference`: another source does. */
  readonly explainedBy: 'etic' | 'reference';
  readonly source: string;
  readonly note: Bilingual | null;
};

export type DemoCheck = {
  /** One for each reference figure, in their order. */
  readonly rows: readonly DemoRow[];
  readonly compared: number;
  readonly differing: number;
};

export type CheckSources = {
  readonly figures: Pick<FigureReader, 'figures'>;
  readonly references: readonly ReferenceFigure[];
  readonly indicators: ReadonlyMap<string, Indicator>;
};

type Explained = { readonly reference: ReferenceFigure; readonly constraint: Constraint };

const isTerritoryKind = (kind: string): kind is TerritoryKind =>
  territoryKinds.some((known) => known === kind);

const territoriesOf = (explained: readonly Explained[]): readonly TerritoryRef[] =>
  explained.flatMap(({ constraint: { place } }) =>
    isTerritoryKind(place.kind) ? [{ kind: place.kind, code: place.code }] : [],
  );

const latest: FigureQuery['moment'] = { asOf: null, geography: 'THEN' };

const keyOf = (figure: {
  readonly indicator: string;
  readonly schoolYear: string | null;
  readonly territory: { readonly kind: string; readonly code: string };
  readonly schoolType: string | null;
}): string => {
  const { indicator, schoolYear, territory, schoolType } = figure;
  return [indicator, schoolYear, territory.kind, territory.code, schoolType].join(' ');
};

const keyOfExplained = ({ reference, constraint }: Explained): string =>
  keyOf({
    indicator: constraint.indicator,
    schoolYear: reference.schoolYear,
    territory: constraint.place,
    schoolType: constraint.schoolType,
  });

/** One question for each indicator, year and breakdown: their figures come in one answer. */
const queriesOf = (explained: readonly Explained[]): readonly FigureQuery[] => {
  const groups = new Map<string, Explained[]>();
  for (const each of explained) {
    const { indicator, schoolType } = each.constraint;
    const key = [indicator, each.reference.schoolYear, schoolType === null].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map(({ constraint, reference }) => ({
      indicators: [constraint.indicator],
      territories: territoriesOf(group),
      schoolYears: [reference.schoolYear as SchoolYear],
      breakdown: constraint.schoolType === null ? [] : ['schoolType' as const],
      moment: latest,
    })),
  );
};

const readFigures = async (
  { figures }: CheckSources,
  explained: readonly Explained[],
): Promise<ReadonlyMap<string, Figure>> => {
  const found = new Map<string, Figure>();
  for (const query of queriesOf(explained)) {
    for (const figure of await figures.figures(query)) {
      found.set(keyOf({ ...figure, schoolType: figure.segment.schoolType }), figure);
    }
  }
  return found;
};

const described = (reference: ReferenceFigure): Omit<DemoRow, keyof Agreement | 'explainedBy'> => ({
  indicator: reference.indicator,
  label: reference.label,
  territory: reference.territory,
  schoolYear: reference.schoolYear,
  schoolType: reference.schoolType,
  published: reference.value,
  unit: reference.unit,
  source: reference.source,
  note: reference.note === null ? null : { fr: reference.note, en: reference.note },
});

const shownBeside = (reference: ReferenceFigure): DemoRow => ({
  ...described(reference),
  computed: null,
  difference: null,
  agrees: null,
  explainedBy: 'reference',
});

const outOfReach = ({ value }: Constraint, expected: number): Bilingual => ({
  fr: `Hors d’atteinte : aucun nombre entier d’écoles, parmi les ${String(expected)} de l’annuaire, ne donne ${value} %.`,
  en: `Out of reach: no whole number of schools, among the directory's ${String(expected)}, gives ${value} %.`,
});

const none: Agreement = { computed: null, difference: null, agrees: false };

const compared = (
  { reference, constraint }: Explained,
  indicator: Indicator | undefined,
  figure: Figure | undefined,
): DemoRow => {
  const found =
    indicator === undefined || figure === undefined
      ? none
      : agrees(constraint, { indicator, figure });
  const row = { ...described(reference), ...found, indicator: constraint.indicator };
  const expected = figure?.coverage.expected ?? 0;
  return found.agrees || figure === undefined || isReachable(constraint, expected)
    ? { ...row, explainedBy: 'etic' }
    : { ...row, agrees: null, explainedBy: 'reference', note: outOfReach(constraint, expected) };
};

/**
 * Every published figure beside what the ordinary path computes from the demonstration's answers. Those that ETIC
 * explains are compared to the published rounding; the others are reference series and shown beside.
 */
export const checkDemo = async (sources: CheckSources): Promise<DemoCheck> => {
  const entries = sources.references.map((reference) => ({
    reference,
    constraint: constraintOf(reference),
  }));
  const explained = entries.flatMap(({ reference, constraint }) =>
    constraint === undefined ? [] : [{ reference, constraint }],
  );
  const figures = await readFigures(sources, explained);
  const rows = entries.map(({ reference, constraint }) => {
    if (constraint === undefined) return shownBeside(reference);
    const figure = figures.get(keyOfExplained({ reference, constraint }));
    return compared(
      { reference, constraint },
      sources.indicators.get(constraint.indicator),
      figure,
    );
  });
  return {
    rows,
    compared: rows.filter(({ agrees: compared }) => compared !== null).length,
    differing: rows.filter(({ agrees: compared }) => compared === false).length,
  };
};
