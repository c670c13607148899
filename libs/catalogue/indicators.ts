import { both, didYouMean, nearest } from '#domain/expression';
import { checkIndicator, type Indicator, indicatorKey, type Target } from '#domain/indicator';
import { expressionTypesOf, type Questionnaire } from '#domain/survey';

import type { Catalogue, Territories } from './catalogue.js';
import type { CatalogueMistake } from './mistake.js';
import { type Placed, placedMistake } from './questionnaires.js';
import { indicatorOf, type RawIndicator } from './shapes.js';
import type { Path, Source } from './source.js';
import { territoryCodes } from './territories.js';
import { schoolYearMistake, versionMistakes } from './versions.js';

type PlacedIndicator = Placed<Indicator>;

/** What indicators refer to. */
export type Known = {
  readonly questionnaires: readonly Questionnaire[];
  /** Null when the territories themselves could not be read. */
  readonly territories: Territories | null;
};

const fileName = (path: string): string =>
  path
    .split('/')
    .at(-1)
    ?.replace(/\.ya?ml$/, '') ?? path;

const nameMistakes = ({
  source,
  definition: { id, version },
}: PlacedIndicator): readonly CatalogueMistake[] => {
  const name = fileName(source.file);
  if (name === id || name === `${id}.v${String(version)}`) return [];
  return [
    source.mistakeAt(['id'], {
      code: 'INDICATOR_FILE_NAME',
      found: id,
      allowed: both(name),
      remedy: {
        fr: `Nommez le fichier ${id}.yaml ou ${id}.v${String(version)}.yaml, ou corrigez « id » ou « version ».`,
        en: `Name the file ${id}.yaml or ${id}.v${String(version)}.yaml, or correct "id" or "version".`,
      },
      message: {
        fr: 'Le fichier ne porte pas le nom de son indicateur et de sa version.',
        en: 'The file is not named after its indicator and version.',
      },
    }),
  ];
};

const repeated = (indicator: PlacedIndicator, first: PlacedIndicator): CatalogueMistake => {
  const key = indicatorKey(indicator.definition);
  return indicator.source.mistakeAt(['id'], {
    code: 'INDICATOR_REPEATED',
    found: key,
    allowed: {
      fr: 'un id et une version qui ne servent qu’une fois',
      en: 'an id and a version that are used once',
    },
    remedy: {
      fr: `Changez « id », ou augmentez « version » : ${first.source.file} définit déjà ${key}.`,
      en: `Change "id", or increase "version": ${first.source.file} defines ${key} already.`,
    },
    message: { fr: `${key} est défini deux fois.`, en: `${key} is defined twice.` },
  });
};

const repetitions = (indicators: readonly PlacedIndicator[]): readonly CatalogueMistake[] => {
  const seen = new Map<string, PlacedIndicator>();
  return indicators.flatMap((indicator) => {
    const key = indicatorKey(indicator.definition);
    const first = seen.get(key);
    if (first !== undefined) return [repeated(indicator, first)];
    seen.set(key, indicator);
    return [];
  });
};

const unknownSurvey = (
  { source, definition: { survey } }: PlacedIndicator,
  known: readonly string[],
): CatalogueMistake =>
  source.mistakeAt(['survey'], {
    code: 'SURVEY_UNKNOWN',
    found: survey,
    allowed: both(known.join(', ')),
    remedy: didYouMean(nearest(survey, known), {
      fr: 'Ajoutez d’abord le questionnaire de cette enquête.',
      en: 'Add the questionnaire of this survey first.',
    }),
    message: {
      fr: `L’enquête « ${survey} » n’a pas de questionnaire.`,
      en: `The survey "${survey}" has no questionnaire.`,
    },
  });

const expressionMistakes = (
  indicator: PlacedIndicator,
  { questionnaires }: Known,
): readonly CatalogueMistake[] => {
  const { survey } = indicator.definition;
  const versions = questionnaires.filter((questionnaire) => questionnaire.survey === survey);
  if (versions.length === 0) {
    return [unknownSurvey(indicator, [...new Set(questionnaires.map((one) => one.survey))])];
  }
  const checked = checkIndicator(indicator.definition, expressionTypesOf(versions));
  return checked.ok ? [] : checked.error.map((mistake) => placedMistake(indicator.source, mistake));
};

const targetMistakes = (
  source: Source,
  target: Target,
  path: Path,
  territories: Territories,
): readonly CatalogueMistake[] => {
  const mistakes: CatalogueMistake[] = [];
  const { kind, code } = target.territory;
  const codes = territoryCodes(territories, kind);
  if (!codes.includes(code)) {
    mistakes.push(
      source.mistakeAt([...path, 'territory', 'code'], {
        code: 'TERRITORY_UNKNOWN',
        found: code,
        allowed: both(codes.slice(0, 40).join(', ')),
        remedy: didYouMean(nearest(code, codes), {
          fr: 'Donnez le code d’un territoire du catalogue.',
          en: 'Give the code of a territory of the catalogue.',
        }),
        message: {
          fr: `Le territoire ${kind} « ${code} » n’existe pas.`,
          en: `The territory ${kind} "${code}" does not exist.`,
        },
      }),
    );
  }
  mistakes.push(...schoolYearMistake(source, [...path, 'schoolYear'], target.schoolYear));
  return mistakes;
};

export const placedIndicator = (source: Source): PlacedIndicator => ({
  source,
  // the schema has just promised this shape
  definition: indicatorOf(source.value as RawIndicator),
});

/** What indicators get wrong, alone and together. */
export const indicatorMistakes = (
  indicators: readonly PlacedIndicator[],
  known: Known,
): readonly CatalogueMistake[] => [
  ...repetitions(indicators),
  ...versionMistakes(indicators),
  ...indicators.flatMap((indicator) => [
    ...nameMistakes(indicator),
    ...expressionMistakes(indicator, known),
    ...indicator.definition.targets.flatMap((target, index) =>
      known.territories === null
        ? []
        : targetMistakes(indicator.source, target, ['targets', index], known.territories),
    ),
  ]),
];

const byVersion = (a: Indicator, b: Indicator): number =>
  a.id === b.id ? a.version - b.version : a.id < b.id ? -1 : 1;

/** Every version of each indicator by key, and the latest of each by id, in the order of ids and versions. */
export const versionsByKey = (
  indicators: readonly Indicator[],
): Pick<Catalogue, 'indicators' | 'definitions'> => {
  const ordered = [...indicators].sort(byVersion);
  return {
    indicators: new Map(ordered.map((indicator) => [indicator.id, indicator])),
    definitions: new Map(ordered.map((indicator) => [indicatorKey(indicator), indicator])),
  };
};
