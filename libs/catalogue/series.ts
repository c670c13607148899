import { type Indicator, indicatorKey, compileIndicator } from '#domain/indicator';
import {
  type Comparability,
  expressionTypesOf,
  type Questionnaire,
  questionnaireKey,
  questionsOf,
} from '#domain/survey';
import { type Bilingual, endYearOf, type SchoolYear, schoolYearOfCampaign } from '#kernel';

import type { Catalogue } from './catalogue.js';
import { definitionInForce, definitionOf } from './lookup.js';

/** LATEST: one definition over all years. IN_FORCE: for each school year, the definition that was official then. */
export type DefinitionChoice = 'LATEST' | 'IN_FORCE';

/** Why two years of a series do not compare. */
export type Break = {
  /** What changed between them: a question that the figures are made of, or their definition. */
  readonly cause: 'questionnaire' | 'definition';
  readonly reason: Bilingual;
  /** Codes of the questions that changed; empty when the definition did. */
  readonly questions: readonly string[];
};

/** A school year, with the keys of the questionnaire versions that were answered in it. */
type SurveyedYear = {
  readonly schoolYear: SchoolYear;
  readonly questionnaires: readonly string[];
};

/** One indicator over the years. */
export type Series = {
  readonly id: string;
  readonly survey: string;
  /** Its definition for a school year. */
  readonly at: (schoolYear: SchoolYear) => Indicator;
  /** Earlier years that decide whether a year begins anew, latest first; none when nothing can break it. */
  readonly yearsBefore: (schoolYear: SchoolYear) => readonly SchoolYear[];
  readonly breakBetween: (from: SurveyedYear, to: SurveyedYear) => Break | null;
};

/** `reference` is an id, or an id and a version: `eleves_par_ordinateur_1d@1`. Undefined for an unknown one. */
export type SeriesFinder = (reference: string, choice: DefinitionChoice) => Series | undefined;

type Mark = { readonly question: string; readonly comparability: Comparability };

const markWith = (
  questionnaire: Questionnaire,
  question: string,
  version: string,
): Comparability | undefined =>
  questionsOf(questionnaire)
    .find(({ code }) => code === question)
    ?.comparability.find((mark) => mark.with === version);

/** Versions of one survey, oldest first. */
type Lineage = readonly Questionnaire[];

/** The break of a question between two versions: as the later one says, or else through the versions between. */
const questionBreak = (
  lineage: Lineage,
  question: string,
  [from, to]: readonly [number, number],
): Mark | null => {
  const [older, newer] = [lineage[from], lineage[to]];
  if (older === undefined || newer === undefined || from >= to) return null;
  const comparability = markWith(newer, question, older.version);
  if (comparability !== undefined)
    return comparability.status === 'break' ? { question, comparability } : null;
  if (from + 1 === to) return null;
  return (
    questionBreak(lineage, question, [to - 1, to]) ??
    questionBreak(lineage, question, [from, to - 1])
  );
};

const joined = (reasons: readonly Bilingual[]): Bilingual => ({
  fr: [...new Set(reasons.map(({ fr }) => fr))].join(' '),
  en: [...new Set(reasons.map(({ en }) => en))].join(' '),
});

const unexplained = (question: string): Bilingual => ({
  fr: `La question « ${question} » a changé.`,
  en: `The question "${question}" has changed.`,
});

const breakOfMarks = (marks: readonly Mark[]): Break | null =>
  marks.length === 0
    ? null
    : {
        cause: 'questionnaire',
        reason: joined(
          marks.map(({ question, comparability }) => comparability.reason ?? unexplained(question)),
        ),
        questions: marks.map(({ question }) => question),
      };

/** What is worked out once for a catalogue. */
type Archive = {
  readonly catalogue: Catalogue;
  readonly lineageOf: (survey: string) => Lineage;
  /** The questions that a definition reads. */
  readonly readBy: (indicator: Indicator) => readonly string[];
};

const memoised = <Value>(make: (key: string) => Value): ((key: string) => Value) => {
  const known = new Map<string, Value>();
  return (key) => {
    const found = known.get(key) ?? make(key);
    known.set(key, found);
    return found;
  };
};

const archiveOf = (catalogue: Catalogue): Archive => {
  const lineageOf = memoised((survey) =>
    [...catalogue.questionnaires.values()]
      .filter((one) => one.survey === survey)
      .sort((a, b) => a.firstCampaign - b.firstCampaign),
  );
  const readByKey = memoised((key): readonly string[] => {
    const indicator = catalogue.definitions.get(key);
    if (indicator === undefined || indicator.source === 'coverage') return [];
    return compileIndicator(indicator, expressionTypesOf(lineageOf(indicator.survey))).references;
  });
  return { catalogue, lineageOf, readBy: (indicator) => readByKey(indicatorKey(indicator)) };
};

const questionnaireBreak = (
  lineage: Lineage,
  questions: readonly string[],
  { from, to }: { readonly from: SurveyedYear; readonly to: SurveyedYear },
): Break | null => {
  const placesOf = ({ questionnaires }: SurveyedYear): readonly number[] =>
    lineage.flatMap(({ survey, version }, place) =>
      questionnaires.includes(questionnaireKey(survey, version)) ? [place] : [],
    );
  const marks = questions.flatMap((question) => {
    const found = placesOf(from).flatMap((older) =>
      placesOf(to).flatMap((newer) => questionBreak(lineage, question, [older, newer]) ?? []),
    );
    return found.slice(0, 1);
  });
  return breakOfMarks(marks);
};

const definitionBreak = (
  { definitions }: Catalogue,
  from: Indicator,
  to: Indicator,
): Break | null => {
  const breaking = [...definitions.values()].filter(
    ({ id, version, comparability }) =>
      id === to.id && version > from.version && version <= to.version && comparability === 'break',
  );
  if (breaking.length === 0) return null;
  const reasons = breaking.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  return { cause: 'definition', reason: joined(reasons), questions: [] };
};

type Candidates = readonly Indicator[];

const canBreak = ({ lineageOf, readBy }: Archive, candidates: Candidates): boolean =>
  candidates.some(
    (indicator) =>
      (candidates.length > 1 && indicator.comparability === 'break') ||
      lineageOf(indicator.survey)
        .flatMap(questionsOf)
        .some(
          ({ code, comparability }) =>
            readBy(indicator).includes(code) &&
            comparability.some(({ status }) => status === 'break'),
        ),
  );

const yearsFrom = (first: number, before: SchoolYear): readonly SchoolYear[] =>
  Array.from({ length: Math.max(endYearOf(before) - first, 0) }, (_, index) =>
    schoolYearOfCampaign(endYearOf(before) - 1 - index),
  );

type Definition = { readonly candidates: Candidates; readonly at: Series['at'] };

const seriesOf = (archive: Archive, latest: Indicator, { candidates, at }: Definition): Series => {
  const { catalogue, lineageOf, readBy } = archive;
  const { id, survey } = latest;
  const lineage = lineageOf(survey);
  const first = canBreak(archive, candidates) ? lineage[0]?.firstCampaign : undefined;
  return {
    id,
    survey,
    at,
    yearsBefore: (year) => (first === undefined ? [] : yearsFrom(first, year)),
    breakBetween: (from, to) => {
      const [older, newer] = [at(from.schoolYear), at(to.schoolYear)];
      const before = readBy(older);
      const questions = readBy(newer).filter((question) => before.includes(question));
      return (
        definitionBreak(catalogue, older, newer) ??
        questionnaireBreak(lineage, questions, { from, to })
      );
    },
  };
};

/**
 * Finds the series of a catalogue's indicators. An id with a version is that version over all years, whatever
 * the choice. Years before the first version took effect are served by the first version.
 */
export const seriesFinder = (catalogue: Catalogue): SeriesFinder => {
  const archive = archiveOf(catalogue);
  const pinned = memoised((reference) => {
    const indicator = definitionOf(catalogue, reference);
    if (indicator === undefined) return undefined;
    return seriesOf(archive, indicator, { candidates: [indicator], at: () => indicator });
  });
  const inForce = memoised((id) => {
    const latest = catalogue.indicators.get(id);
    if (latest === undefined) return undefined;
    const candidates = [...catalogue.definitions.values()].filter((one) => one.id === id);
    const at = (year: SchoolYear): Indicator => definitionInForce(catalogue, id, year) ?? latest;
    return seriesOf(archive, latest, { candidates, at });
  });
  return (reference, choice) =>
    choice === 'IN_FORCE' && catalogue.indicators.has(reference)
      ? inForce(reference)
      : pinned(reference);
};
