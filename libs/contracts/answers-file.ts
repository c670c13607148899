import { err, ok, type Result } from '#kernel';

/** Columns of an answers file that are not questions. */
export const uaiColumn = 'uai';
export const justificationColumn = 'justification';

/** The columns of an answers file, in the order of its template. */
export const answersColumns = (questionCodes: readonly string[]): readonly string[] => [
  uaiColumn,
  ...questionCodes,
  justificationColumn,
];

/** One line of an NDJSON answers file, its answers still raw. */
export type AnswersLine = {
  readonly uai: string;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly notConcerned: readonly string[];
  readonly justifications: readonly { readonly rule: string; readonly text: string }[];
};

const keys = new Set(['uai', 'answers', 'notConcerned', 'justifications']);

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

type Justifications = AnswersLine['justifications'];

const isJustificationList = (value: unknown): value is Justifications =>
  Array.isArray(value) &&
  value.every(
    (item) =>
      isObject(item) && typeof item['rule'] === 'string' && typeof item['text'] === 'string',
  );

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** Reads one line; the refusal is what the line was expected to be. */
export const parseAnswersLine = (text: string): Result<AnswersLine, string> => {
  const fields = parsedJson(text);
  if (!isObject(fields)) return err('{…}');
  const stranger = Object.keys(fields).find((key) => !keys.has(key));
  if (stranger !== undefined) return err(`${[...keys].join(', ')} ≠ ${stranger}`);

  const { uai, answers, notConcerned = [], justifications = [] } = fields;
  if (typeof uai !== 'string') return err('"uai": "…"');
  if (!isObject(answers)) return err('"answers": {…}');
  if (!isTextList(notConcerned)) return err('"notConcerned": ["…"]');
  if (!isJustificationList(justifications)) {
    return err('"justifications": [{"rule": "…", "text": "…"}]');
  }
  return ok({ uai, answers, notConcerned, justifications });
};
