import { both, type DefinitionMistake, didYouMean, listed, nearest } from '#domain/expression';
import {
  checkQuestionnaire,
  type Question,
  type Questionnaire,
  questionnaireKey,
} from '#domain/survey';

import type { CatalogueMistake, Told } from './mistake.js';
import { questionnaireOf, type RawQuestionnaire } from './shapes.js';
import type { Path, Source } from './source.js';

export type Placed<Definition> = { readonly source: Source; readonly definition: Definition };

type Version = Placed<Questionnaire>;

export const placedMistake = (
  source: Source,
  { path, start, end, ...told }: DefinitionMistake,
): CatalogueMistake => source.mistakeAt(path, told, end > 0 ? start : undefined);

const keyOf = ({ definition: { survey, version } }: Version): string =>
  questionnaireKey(survey, version);

const repeatedVersion = (version: Version, first: Version): CatalogueMistake =>
  version.source.mistakeAt(['version'], {
    code: 'QUESTIONNAIRE_REPEATED',
    found: keyOf(version),
    allowed: {
      fr: 'une version qui n’est définie qu’une fois',
      en: 'a version that is defined once',
    },
    remedy: {
      fr: `Changez « version » : ${first.source.file} la définit déjà.`,
      en: `Change "version": ${first.source.file} defines it already.`,
    },
    message: {
      fr: `${keyOf(version)} est défini deux fois.`,
      en: `${keyOf(version)} is defined twice.`,
    },
  });

type PlacedQuestion = { readonly question: Question; readonly path: Path };

const placedQuestions = ({ definition }: Version): readonly PlacedQuestion[] =>
  definition.sections.flatMap((section, s) =>
    section.questions.map((question, q) => ({ question, path: ['sections', s, 'questions', q] })),
  );

const typeChanged = (
  { source }: Version,
  { question, path }: PlacedQuestion,
  [first, in_]: readonly [Question, Version],
): CatalogueMistake =>
  source.mistakeAt([...path, 'type'], {
    code: 'QUESTION_TYPE_CHANGED',
    found: question.type,
    allowed: listed([first.type]),
    remedy: {
      fr: `Gardez « ${first.type} », comme dans ${in_.source.file}, ou donnez à la question un autre code.`,
      en: `Keep "${first.type}", as in ${in_.source.file}, or give the question another code.`,
    },
    message: {
      fr: `La question « ${question.code} » change de type d’une version à l’autre.`,
      en: `The question "${question.code}" changes its type between versions.`,
    },
  });

const typeMistakes = (versions: readonly Version[]): readonly CatalogueMistake[] => {
  const first = new Map<string, readonly [Question, Version]>();
  const mistakes: CatalogueMistake[] = [];
  for (const version of versions) {
    for (const placed of placedQuestions(version)) {
      const key = `${version.definition.survey} ${placed.question.code}`;
      const known = first.get(key);
      if (known === undefined) first.set(key, [placed.question, version]);
      else if (known[0].type !== placed.question.type)
        mistakes.push(typeChanged(version, placed, known));
    }
  }
  return mistakes;
};

const unknownVersion = (found: string, known: readonly string[]): Told => ({
  code: 'COMPARABILITY_UNKNOWN_VERSION',
  found,
  allowed:
    known.length === 0
      ? { fr: 'aucune autre version', en: 'no other version' }
      : both(known.join(', ')),
  remedy: didYouMean(nearest(found, known), {
    fr: 'Retirez cette comparaison.',
    en: 'Remove this comparison.',
  }),
  message: {
    fr: `La version « ${found} » n’existe pas.`,
    en: `The version "${found}" does not exist.`,
  },
});

const comparabilityMistakes = (versions: readonly Version[]): readonly CatalogueMistake[] =>
  versions.flatMap((version) => {
    const { survey, version: own } = version.definition;
    const known = versions
      .map(({ definition }) => definition)
      .filter((one) => one.survey === survey && one.version !== own);
    const names = known.map((one) => one.version);
    return placedQuestions(version).flatMap(({ question, path }) =>
      question.comparability.flatMap(({ with: other }, index) =>
        names.includes(other)
          ? []
          : [
              version.source.mistakeAt(
                [...path, 'comparability', index, 'with'],
                unknownVersion(other, names),
              ),
            ],
      ),
    );
  });

const lastOf = ({ lastCampaign = Number.POSITIVE_INFINITY }: Questionnaire): number => lastCampaign;

const serveTogether = (a: Questionnaire, b: Questionnaire): boolean =>
  a.survey === b.survey &&
  a.version !== b.version &&
  a.firstCampaign <= lastOf(b) &&
  b.firstCampaign <= lastOf(a);

const yearsOf = ({ firstCampaign, lastCampaign }: Questionnaire): string =>
  `${String(firstCampaign)}–${String(lastCampaign ?? '')}`;

const freeYears = {
  fr: 'des années que nulle autre version ne sert',
  en: 'years that no other version serves',
};

const reversed = ({ source, definition }: Version): CatalogueMistake =>
  source.mistakeAt(['firstCampaign'], {
    code: 'CAMPAIGNS_REVERSED',
    found: yearsOf(definition),
    allowed: freeYears,
    remedy: {
      fr: 'Corrigez firstCampaign ou lastCampaign.',
      en: 'Correct firstCampaign or lastCampaign.',
    },
    message: {
      fr: 'La dernière campagne précède la première.',
      en: 'The last campaign precedes the first.',
    },
  });

const overlapping = ({ source, definition }: Version, other: Version): CatalogueMistake =>
  source.mistakeAt(['firstCampaign'], {
    code: 'CAMPAIGNS_OVERLAP',
    found: yearsOf(definition),
    allowed: freeYears,
    remedy: {
      fr: `Corrigez firstCampaign ou lastCampaign ici ou dans ${other.source.file}.`,
      en: `Correct firstCampaign or lastCampaign here or in ${other.source.file}.`,
    },
    message: {
      fr: 'Deux versions servent les mêmes campagnes.',
      en: 'Two versions serve the same campaigns.',
    },
  });

const campaignMistakes = (versions: readonly Version[]): readonly CatalogueMistake[] =>
  versions.flatMap((version, index) => {
    const { definition } = version;
    if (definition.firstCampaign > lastOf(definition)) return [reversed(version)];
    const other = versions.slice(0, index).find((one) => serveTogether(one.definition, definition));
    return other === undefined ? [] : [overlapping(version, other)];
  });

const repetitions = (versions: readonly Version[]): readonly CatalogueMistake[] =>
  versions.flatMap((version, index) => {
    const first = versions.slice(0, index).find((other) => keyOf(other) === keyOf(version));
    return first === undefined ? [] : [repeatedVersion(version, first)];
  });

const ownMistakes = ({ definition, source }: Version): readonly CatalogueMistake[] => {
  const checked = checkQuestionnaire(definition);
  return checked.ok ? [] : checked.error.map((mistake) => placedMistake(source, mistake));
};

export const placedQuestionnaire = (source: Source): Version => ({
  source,
  // the schema has just promised this shape
  definition: questionnaireOf(source.value as RawQuestionnaire),
});

/** What questionnaires get wrong, alone and together. */
export const questionnaireMistakes = (
  versions: readonly Version[],
): readonly CatalogueMistake[] => [
  ...repetitions(versions),
  ...typeMistakes(versions),
  ...comparabilityMistakes(versions),
  ...campaignMistakes(versions),
  ...versions.flatMap(ownMistakes),
];
