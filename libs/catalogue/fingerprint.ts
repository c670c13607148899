import type { Indicator } from '#domain/indicator';
import type { Question, Questionnaire } from '#domain/survey';
import { createHash } from 'node:crypto';

import type { Academy, Catalogue } from './catalogue.js';

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
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
};
