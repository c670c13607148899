import {
  type Catalogue,
  changesSince,
  previousVersion,
  type QuestionChange,
  type ReferenceFigure,
} from '#catalogue';
import type { Indicator } from '#domain/indicator';
import type { Question, Questionnaire } from '#domain/survey';

/** What the catalogue leaves out, GraphQL shows as null: with compiled queries an absent key would not do. */
export const indicatorRow = (indicator: Indicator) => ({
  ...indicator,
  effectiveFrom: indicator.effectiveFrom ?? null,
  reason: indicator.reason ?? null,
  comparability: indicator.comparability ?? null,
  denominator: indicator.denominator ?? null,
  scope: indicator.scope ?? null,
  targets: indicator.targets.map(({ territory, ...target }) => ({
    ...target,
    territoryKind: territory.kind,
    territoryCode: territory.code,
  })),
});

export type IndicatorRow = ReturnType<typeof indicatorRow>;

const questionRow = (question: Question) => ({
  ...question,
  help: question.help ?? null,
  unit: question.unit ?? null,
  min: question.min ?? null,
  max: question.max ?? null,
  decimals: question.decimals ?? null,
  maxLength: question.maxLength ?? null,
  askedWhen: question.askedWhen ?? null,
  comparability: question.comparability.map((mark) => ({ ...mark, reason: mark.reason ?? null })),
});

const changeRow = ({ reason, ...change }: QuestionChange) => ({
  ...change,
  reason: reason ?? null,
});

export const questionnaireRow = (questionnaire: Questionnaire, catalogue: Catalogue) => ({
  ...questionnaire,
  previousVersion: previousVersion(catalogue, questionnaire)?.version ?? null,
  changes: changesSince(previousVersion(catalogue, questionnaire), questionnaire).map(changeRow),
  lastCampaign: questionnaire.lastCampaign ?? null,
  sections: questionnaire.sections.map((section) => ({
    ...section,
    questions: section.questions.map(questionRow),
  })),
});

export type QuestionnaireRow = ReturnType<typeof questionnaireRow>;

export const referenceRow = ({ indicator, territory, ...reference }: ReferenceFigure) => ({
  ...reference,
  indicatorId: indicator,
  territoryKind: territory.kind,
  territoryCode: territory.code,
});
