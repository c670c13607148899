import type { AnswerValue, Declaration } from '#kernel';

import type { AnswerChange } from './response.events.js';

const sameList = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((code, index) => code === right[index]);

const sameAnswer = (left: AnswerValue | undefined, right: AnswerValue | undefined): boolean =>
  left === right || (Array.isArray(left) && Array.isArray(right) && sameList(left, right));

/** What a correction changes, question by question in the order of their codes. */
export const changesBetween = (
  before: Declaration,
  after: Declaration,
): Readonly<Record<string, AnswerChange>> => {
  const codes = new Set([...Object.keys(before.answers), ...Object.keys(after.answers)]);
  const changed = [...codes]
    .filter((code) => !sameAnswer(before.answers[code], after.answers[code]))
    .sort();
  return Object.fromEntries(
    changed.map((code) => [
      code,
      { from: before.answers[code] ?? null, to: after.answers[code] ?? null },
    ]),
  );
};

/** Whether two declarations say the same, in whatever order their answers stand. */
export const sameDeclaration = (left: Declaration, right: Declaration): boolean =>
  sameList(left.notConcerned, right.notConcerned) &&
  Object.keys(changesBetween(left, right)).length === 0;

/** The questions whose answer or whose « non concerné » differs, in the order of their codes. */
export const differingQuestions = (left: Declaration, right: Declaration): readonly string[] => {
  const differs = new Set(Object.keys(changesBetween(left, right)));
  for (const code of left.notConcerned) if (!right.notConcerned.includes(code)) differs.add(code);
  for (const code of right.notConcerned) if (!left.notConcerned.includes(code)) differs.add(code);
  return [...differs].sort();
};
