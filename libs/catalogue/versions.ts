import { both } from '#domain/expression';
import { type Indicator, indicatorKey } from '#domain/indicator';
import { parseSchoolYear } from '#kernel';

import type { CatalogueMistake } from './mistake.js';
import type { Placed } from './questionnaires.js';
import type { Path, Source } from './source.js';

type PlacedIndicator = Placed<Indicator>;

/** A version and the one before it. */
type Succession = {
  readonly source: Source;
  readonly definition: Indicator;
  readonly previous: PlacedIndicator;
};

export const schoolYearMistake = (
  source: Source,
  path: Path,
  found: string,
): readonly CatalogueMistake[] =>
  parseSchoolYear(found).ok
    ? []
    : [
        source.mistakeAt(path, {
          code: 'SCHOOL_YEAR_MALFORMED',
          found,
          allowed: both('2016-2017'),
          remedy: {
            fr: 'Écrivez deux années qui se suivent : 2016-2017.',
            en: 'Write two years that follow: 2016-2017.',
          },
          message: {
            fr: `« ${found} » n’est pas une année scolaire.`,
            en: `"${found}" is not a school year.`,
          },
        }),
      ];

const versionBefore = ({ source, definition }: PlacedIndicator): CatalogueMistake => {
  const before = String(definition.version - 1);
  return source.mistakeAt(['version'], {
    code: 'INDICATOR_VERSION_GAP',
    found: indicatorKey(definition),
    allowed: { fr: 'des versions qui se suivent depuis 1', en: 'versions that follow from 1' },
    remedy: {
      fr: `Gardez la version ${before} dans ${definition.id}.v${before}.yaml, ou corrigez « version ».`,
      en: `Keep version ${before} in ${definition.id}.v${before}.yaml, or correct "version".`,
    },
    message: {
      fr: `La version ${before} de ${definition.id} manque.`,
      en: `Version ${before} of ${definition.id} is missing.`,
    },
  });
};

const surveyChanged = ({ source, definition, previous }: Succession): CatalogueMistake =>
  source.mistakeAt(['survey'], {
    code: 'INDICATOR_SURVEY_CHANGED',
    found: definition.survey,
    allowed: both(previous.definition.survey),
    remedy: {
      fr: `Gardez « ${previous.definition.survey} », comme dans ${previous.source.file}, ou donnez au nouvel indicateur un autre id.`,
      en: `Keep "${previous.definition.survey}", as in ${previous.source.file}, or give the new indicator another id.`,
    },
    message: {
      fr: 'Un indicateur ne change pas d’enquête d’une version à l’autre.',
      en: 'An indicator does not change its survey between versions.',
    },
  });

const notLater = ({ source, definition, previous }: Succession): CatalogueMistake => {
  const after = previous.definition.effectiveFrom ?? '';
  return source.mistakeAt(['effectiveFrom'], {
    code: 'INDICATOR_DATES_REVERSED',
    found: definition.effectiveFrom ?? '',
    allowed: { fr: `après ${after}`, en: `after ${after}` },
    remedy: {
      fr: `Donnez une année postérieure à ${after}, celle de ${previous.source.file}.`,
      en: `Give a year after ${after}, which is that of ${previous.source.file}.`,
    },
    message: {
      fr: 'Une version prend effet après celle qu’elle remplace.',
      en: 'A version takes effect after the one that it replaces.',
    },
  });
};

const notComparable = ({ source, definition, previous }: Succession): CatalogueMistake =>
  source.mistakeAt(['comparability'], {
    code: 'INDICATOR_COMPARABILITY',
    found: definition.comparability ?? '',
    allowed: both('break'),
    remedy: {
      fr: `Écrivez comparability: break, ou gardez l’agrégation et l’unité de ${previous.source.file}.`,
      en: `Write comparability: break, or keep the aggregation and the unit of ${previous.source.file}.`,
    },
    message: {
      fr: 'Des chiffres d’une autre agrégation ou d’une autre unité ne se comparent pas.',
      en: 'Figures of another aggregation or another unit cannot be compared.',
    },
  });

const countsOtherwise = (a: Indicator, b: Indicator): boolean =>
  a.aggregation !== b.aggregation || a.unit.fr !== b.unit.fr;

const successionMistakes = (pair: Succession): readonly CatalogueMistake[] => {
  const { definition, previous } = pair;
  const before = previous.definition;
  return [
    ...(definition.survey === before.survey ? [] : [surveyChanged(pair)]),
    ...((definition.effectiveFrom ?? '') > (before.effectiveFrom ?? '') ? [] : [notLater(pair)]),
    ...(definition.comparability === 'break' || !countsOtherwise(definition, before)
      ? []
      : [notComparable(pair)]),
  ];
};

/** What versions of one indicator get wrong together: holes, dates that do not grow, another survey. */
export const versionMistakes = (
  indicators: readonly PlacedIndicator[],
): readonly CatalogueMistake[] => {
  const byKey = new Map(indicators.map((one) => [indicatorKey(one.definition), one]));
  return indicators.flatMap((indicator) => {
    const { source, definition } = indicator;
    const { id, version, effectiveFrom } = definition;
    const malformed =
      effectiveFrom === undefined
        ? []
        : schoolYearMistake(source, ['effectiveFrom'], effectiveFrom);
    if (version === 1) return malformed;
    const previous = byKey.get(indicatorKey({ id, version: version - 1 }));
    if (previous === undefined) return [...malformed, versionBefore(indicator)];
    return [...malformed, ...successionMistakes({ source, definition, previous })];
  });
};
