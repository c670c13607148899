import type { Indicator } from '#domain/indicator';
import { type Question, type Questionnaire, questionsOf } from '#domain/survey';
import { createHash } from 'node:crypto';

import type { Academy, Catalogue } from './catalogue.js';
import { versionsOf } from './lookup.js';

const ofQuestion = ({ code, type, decimals, askedWhen, options }: Question): readonly unknown[] => [
  code,
  type,
  decimals ?? null,
  askedWhen ?? null,
  options.map((option) => option.code),
];

const ofQuestionnaire = (questionnaire: Questionnaire): readonly unknown[] => [
  questionnaire.survey,
  questionnaire.version,
  questionnaire.firstCampaign,
  questionnaire.lastCampaign ?? null,
  questionnaire.sections.flatMap((section) => section.questions.map(ofQuestion)),
];

const ofIndicator = (indicator: Indicator): readonly unknown[] => [
  indicator.id,
  indicator.version,
  indicator.survey,
  indicator.source,
  indicator.aggregation,
  indicator.numerator,
  indicator.denominator ?? null,
  indicator.scope ?? null,
  indicator.decimals,
];

const ofAcademy = ({
  code,
  academicRegion,
  from,
  until,
  departments,
  predecessors,
}: Academy): readonly unknown[] => [code, academicRegion, from, until, departments, predecessors];

const digestOf = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');

/**
 * SHA-256, hexadecimal, of everything that decides a figure: questions, expressions, territories.
 * Labels, help, bounds, rules, targets and published figures do not; nor does the order of files.
 */
export const fingerprintOf = ({
  questionnaires,
  definitions,
  territories,
}: Omit<Catalogue, 'fingerprint'>): string => {
  const content = [
    [...questionnaires.values()].map(ofQuestionnaire),
    [...definitions.values()].map(ofIndicator),
    territories.academies.map(ofAcademy),
  ];
  return digestOf(content);
};

/** What a catalogue defines, each with its fingerprint: dates and comparability count as well. */
export type Fingerprints = {
  readonly indicators: readonly { readonly latest: Indicator; readonly fingerprint: string }[];
  /** By key, `etic-1d@2014`. */
  readonly questionnaires: ReadonlyMap<string, string>;
};

const ofVersion = (indicator: Indicator): readonly unknown[] => [
  ...ofIndicator(indicator),
  indicator.effectiveFrom ?? null,
  indicator.comparability ?? null,
];

const ofMarks = (questionnaire: Questionnaire): readonly unknown[] =>
  questionsOf(questionnaire).map(({ code, comparability }) => [
    code,
    comparability.map((mark) => [mark.with, mark.status]),
  ]);

/** The fingerprint of all versions of each indicator, and of each questionnaire version. */
export const fingerprintsOf = (catalogue: Catalogue): Fingerprints => ({
  indicators: Array.from(catalogue.indicators.values(), (latest) => ({
    latest,
    fingerprint: digestOf(versionsOf(catalogue, latest.id).map(ofVersion)),
  })),
  questionnaires: new Map(
    Array.from(catalogue.questionnaires, ([key, questionnaire]) => [
      key,
      digestOf([ofQuestionnaire(questionnaire), ofMarks(questionnaire)]),
    ]),
  ),
});
