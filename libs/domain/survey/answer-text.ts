import { type AnswerValue, err, ok, type Problem, type Result } from '#kernel';

import { canonicalDecimalText, type ValueCheck } from './answer-value.js';
import * as problem from './problems.js';
import type { Question } from './questionnaire.js';

/** What a cell of a file says. */
export type AnswerCell =
  | { readonly kind: 'answer'; readonly value: AnswerValue }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'not-concerned' };

export type AnswerReader = (text: string) => Result<AnswerCell, Problem>;

type ValueReader = (text: string) => Result<AnswerValue, Problem>;

const noAnswer: Result<AnswerCell, Problem> = ok({ kind: 'no-answer' });
const notConcerned: Result<AnswerCell, Problem> = ok({ kind: 'not-concerned' });

// A whole number has no fraction of three digits: 1.234 and 1,234 have thousands.
const dotted = /^[+-]?[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*$/;
const fraction = /^[+-]?\d+[.,]\d+$/;
const exponent = /^[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+$/;
const most = 15;

const spelt = (question: Question, text: string): Problem => {
  const value = Number(text.replace(',', '.'));
  const plain = Number.isSafeInteger(value) ? String(value) : '';
  return plain === ''
    ? problem.notANumber(question, text)
    : problem.writtenWithSeparators(question, text, [plain]);
};

/** What a dotted text may mean: `1.000` is one thousand, or 1 as some program writes it. */
const meant = (text: string): readonly string[] => {
  const thousands = text.replace(/[.,]/g, '');
  const [, whole] = /^([+-]?\d+)[.,]000$/.exec(text) ?? [];
  return whole === undefined ? [thousands] : [thousands, whole];
};

const integerReader = (question: Question, check: ValueCheck): ValueReader => {
  const accepted = (value: number, text: string): Result<AnswerValue, Problem> => {
    // a number would be told with other digits than were written
    if (!Number.isSafeInteger(value)) return err(problem.outOfBounds(question, text));
    const wrong = check(value);
    return wrong === null ? ok(value) : err({ ...wrong, found: problem.shown(text) });
  };
  const unusual = (text: string): Result<AnswerValue, Problem> => {
    if (dotted.test(text)) return err(problem.writtenWithSeparators(question, text, meant(text)));
    const plain = problem.isGrouped(text) ? problem.plainNumber(text) : text;
    if (fraction.test(plain)) {
      const value = Number(plain.replace(',', '.'));
      // spreadsheets and data frames write whole numbers as 12,0 and 12.0
      if (/^[+-]?\d+[.,]0+$/.test(text)) return accepted(value, text);
      return err(problem.notAnInteger(question, text, value));
    }
    if (plain !== text) return err(problem.writtenWithSeparators(question, text, [plain]));
    if (exponent.test(text)) return err(spelt(question, text));
    return err(problem.notANumber(question, text));
  };
  return (text) => (/^[+-]?\d+$/.test(text) ? accepted(Number(text) + 0, text) : unusual(text));
};

const decimalReader = (question: Question, check: ValueCheck): ValueReader => {
  return (text) => {
    if (problem.isGrouped(text))
      return err(problem.writtenWithSeparators(question, text, [problem.plainNumber(text)]));
    if (exponent.test(text)) return err(spelt(question, text));
    const value = canonicalDecimalText(text.replace(',', '.'));
    const wrong = value.length > most + 2 ? problem.outOfBounds(question, text) : check(value);
    return wrong === null ? ok(value) : err({ ...wrong, found: problem.shown(text) });
  };
};

/** Case, accents and repeated blanks do not distinguish two labels. */
const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .replace(/’/g, "'")
    .trim()
    .toLowerCase();

const booleans: ReadonlyMap<string, boolean> = new Map([
  ...['oui', 'vrai', '1', 'o', 'yes', 'true'].map((text) => [text, true] as const),
  ...['non', 'faux', '0', 'n', 'no', 'false'].map((text) => [text, false] as const),
]);

const booleanReader = (question: Question): ValueReader => {
  return (text) => {
    const value = booleans.get(text) ?? booleans.get(folded(text));
    return value === undefined ? err(problem.notABoolean(question, text)) : ok(value);
  };
};

const optionCodes = ({ options }: Question): ReadonlyMap<string, string> =>
  new Map([
    ...options.flatMap(({ code, label }) => [
      [folded(label.en), code] as const,
      [folded(label.fr), code] as const,
    ]),
    ...options.map(({ code }) => [folded(code), code] as const),
  ]);

type CodeOf = (text: string) => string | undefined;

const codeReader = (question: Question): CodeOf => {
  const exact = new Map(question.options.map(({ code }) => [code, code]));
  const similar = optionCodes(question);
  return (text) => exact.get(text) ?? similar.get(folded(text));
};

const choiceReader = (question: Question): ValueReader => {
  const codeOf = codeReader(question);
  return (text) => {
    const code = codeOf(text);
    return code === undefined ? err(problem.unknownOption(question, text)) : ok(code);
  };
};

const none = new Set(['aucun', 'aucune', 'none']);

const choicesReader = (question: Question): ValueReader => {
  const codeOf = codeReader(question);
  const inOrder = question.options.map(({ code }) => code);
  return (text) => {
    if (none.has(text.toLowerCase()) && codeOf(text) === undefined) return ok([]);
    const chosen: string[] = [];
    for (const part of text.split('|')) {
      const code = codeOf(part.trim());
      if (code === undefined) return err(problem.unknownOption(question, part.trim()));
      chosen.push(code);
    }
    return ok(inOrder.filter((code) => chosen.includes(code)));
  };
};

const textReader = (check: ValueCheck): ValueReader => {
  return (text) => {
    const wrong = check(text);
    return wrong === null ? ok(text) : err(wrong);
  };
};

const valueReaderOf = (question: Question, check: ValueCheck): ValueReader => {
  switch (question.type) {
    case 'integer':
      return integerReader(question, check);
    case 'decimal':
      return decimalReader(question, check);
    case 'boolean':
      return booleanReader(question);
    case 'choice':
      return choiceReader(question);
    case 'choices':
      return choicesReader(question);
    case 'text':
      return textReader(check);
  }
};

/** What reads the cells of one question. */
export const answerReaderOf = (question: Question, check: ValueCheck): AnswerReader => {
  const read = valueReaderOf(question, check);
  return (raw) => {
    const text = raw.trim();
    if (text === '') return noAnswer;
    if (text === 'NC' || text === 'nc') return notConcerned;
    const value = read(text);
    return value.ok ? ok({ kind: 'answer', value: value.value }) : value;
  };
};
