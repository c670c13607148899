import type { Bilingual } from '#kernel';

type QuestionType = 'integer' | 'decimal' | 'boolean' | 'choice' | 'choices' | 'text';

export type Option = { readonly code: string; readonly label: Bilingual };

/** How a question compares with the one of the same code in an earlier version. */
export type Comparability = {
  readonly with: string;
  readonly status: 'identical' | 'comparable' | 'break';
  readonly reason?: Bilingual;
};

export type Question = {
  /** Stable identity across versions. */
  readonly code: string;
  readonly label: Bilingual;
  readonly help?: Bilingual;
  readonly type: QuestionType;
  readonly unit?: Bilingual;
  readonly required: boolean;
  /** Whether « non concerné » may be ticked. */
  readonly mayNotConcern: boolean;
  /** Inclusive bounds of a number, as exact decimal text; a number question always has both. */
  readonly min?: string;
  readonly max?: string;
  /** Decimal places of a `decimal` question, 1 to 6. */
  readonly decimals?: number;
  /** At most so many characters of a `text` question. */
  readonly maxLength?: number;
  readonly options: readonly Option[];
  /** The directory's head count that fills the answer in before the school opens the form. */
  readonly preloaded?: 'pupils';
  /**
   * Skip logic: asked only when this expression is true; `false` or blank hides it.
   * It reads the questions that come before, and nothing else.
   */
  readonly askedWhen?: string;
  readonly comparability: readonly Comparability[];
  readonly provenance: string;
};

export type Section = {
  readonly code: string;
  readonly label: Bilingual;
  readonly questions: readonly Question[];
};

/** A cross-question rule: speaks when `violatedWhen` is true; a blank result is silent. */
export type Rule = {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** Expression; `previous(q)` is the answer in the previous campaign of the survey. */
  readonly violatedWhen: string;
  /** The questions that the form shows the message beside; the first one is the problem's field. */
  readonly questions: readonly string[];
  readonly message: Bilingual;
  /** What holds in a sound declaration: `au plus 100 élèves par ordinateur`. */
  readonly allowed: Bilingual;
  readonly remedy: Bilingual;
};

/** A questionnaire version: data, never code. `etic-1d` version `2014`. */
export type Questionnaire = {
  readonly survey: string;
  readonly version: string;
  readonly label: Bilingual;
  readonly degree: '1D' | '2D';
  /** True when rebuilt from public documents, for want of the official dictionary. */
  readonly reconstructed: boolean;
  readonly provenance: string;
  /** Campaigns of these years use it: `2013` to `2017`; the last has no end. */
  readonly firstCampaign: number;
  readonly lastCampaign?: number;
  readonly sections: readonly Section[];
  readonly rules: readonly Rule[];
};

/** `etic-1d@2014` */
export const questionnaireKey = (survey: string, version: string): string => `${survey}@${version}`;

export const questionsOf = (questionnaire: Questionnaire): readonly Question[] =>
  questionnaire.sections.flatMap((section) => section.questions);
