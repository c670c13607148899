import type { Indicator } from '#domain/indicator';
import type { Question, Questionnaire, Section } from '#domain/survey';

import type { AcademicRegion, Academy, Department, ReferenceFigure } from './catalogue.js';

/** Files as their schemas promise them, before defaults are filled in and numbers are made exact texts. */
type Numeric = number | string;
type Optional<Whole, Keys extends keyof Whole> = Omit<Whole, Keys> & Partial<Pick<Whole, Keys>>;

type RawQuestion = Omit<
  Optional<Question, 'required' | 'mayNotConcern' | 'options' | 'comparability'>,
  'min' | 'max'
> & { readonly min?: Numeric; readonly max?: Numeric };

type RawSection = Omit<Section, 'questions'> & { readonly questions: readonly RawQuestion[] };

export type RawQuestionnaire = Omit<Questionnaire, 'sections'> & {
  readonly sections: readonly RawSection[];
};

type RawTarget = Omit<Indicator['targets'][number], 'value'> & { readonly value: Numeric };

export type RawIndicator = Omit<Indicator, 'targets'> & { readonly targets?: readonly RawTarget[] };

type RawAcademy = Optional<Academy, 'from' | 'until' | 'predecessors' | 'legalBasis'>;

export type RawTerritories = {
  readonly academicRegions: readonly AcademicRegion[];
  readonly departments: readonly Department[];
  readonly academies: readonly RawAcademy[];
};

type RawFigure = Pick<
  ReferenceFigure,
  'indicator' | 'label' | 'territory' | 'schoolYear' | 'value' | 'unit' | 'source'
> &
  Partial<ReferenceFigure>;

export type RawReferences = { readonly figures: readonly RawFigure[] };

const question = ({ min, max, ...rest }: RawQuestion): Question => ({
  required: false,
  mayNotConcern: false,
  options: [],
  comparability: [],
  ...rest,
  ...(min === undefined ? {} : { min: String(min) }),
  ...(max === undefined ? {} : { max: String(max) }),
});

export const questionnaireOf = (raw: RawQuestionnaire): Questionnaire => ({
  ...raw,
  sections: raw.sections.map((section) => ({
    ...section,
    questions: section.questions.map(question),
  })),
});

export const indicatorOf = ({ targets = [], ...raw }: RawIndicator): Indicator => ({
  ...raw,
  targets: targets.map((target) => ({ ...target, value: String(target.value) })),
});

export const academyOf = (raw: RawAcademy): Academy => ({
  from: null,
  until: null,
  predecessors: [],
  legalBasis: null,
  ...raw,
});

export const figureOf = (raw: RawFigure): ReferenceFigure => ({
  survey: null,
  schoolType: null,
  degree: null,
  category: null,
  comparator: null,
  target: null,
  targetYear: null,
  note: null,
  ...raw,
});
