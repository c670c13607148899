import type { Respondent } from '#domain/campaign';
import { everyWarning, type Justification } from '#domain/response';
import { assess, canonicalDeclaration, type CompiledQuestionnaire } from '#domain/survey';
import type { Answers, Declaration, Problem } from '#kernel';

import { sha256 } from '../identity.js';

/** SHA-256 of the canonical declaration, hexadecimal: the same content has the same hash. */
export const contentHashOf = (declaration: Declaration): string =>
  sha256(canonicalDeclaration(declaration));

/** Whether a rule of the questionnaire compares with the campaign before. */
export const looksBack = ({ rules }: CompiledQuestionnaire): boolean =>
  rules.some(({ violatedWhen }) => violatedWhen.previousReferences.length > 0);

export type Assessing = {
  readonly declaration: Declaration;
  readonly previous: Answers | null;
  readonly respondent: Respondent;
  readonly justifications: readonly Justification[];
};

export type Assessment = {
  /** What stops the declaration: errors, and warnings that nothing justifies. */
  readonly blocking: readonly Problem[];
  /** Warnings that were justified. */
  readonly warnings: readonly Problem[];
};

export const isJustified = (justifications: readonly Justification[], { rule }: Problem): boolean =>
  justifications.some(
    (one) => (one.rule === rule || one.rule === everyWarning) && one.text.trim() !== '',
  );

export const nothingToSay: Assessment = { blocking: [], warnings: [] };

export const assessmentOf = (
  compiled: CompiledQuestionnaire,
  { declaration, previous, respondent, justifications }: Assessing,
): Assessment => {
  const { schoolType, sector, degree, pupils } = respondent;
  const school = { type: schoolType, sector, degree, pupils };
  const found = assess(compiled, { declaration, previous, school });
  if (found.length === 0) return nothingToSay;
  const isOverridden = (problem: Problem) =>
    problem.severity === 'warning' && isJustified(justifications, problem);
  return {
    blocking: found.filter((problem) => !isOverridden(problem)),
    warnings: found.filter(isOverridden),
  };
};
