import type { Answers, AnswerValue } from '#kernel';

/** The value of each question, in the order of their codes; undefined where there is no answer. */
export type Values = readonly (AnswerValue | undefined)[];

type Shape = { readonly isAnswered: readonly boolean[]; readonly model: Answers };

const mostShapes = 256;

const fits = ({ isAnswered }: Shape, values: Values): boolean =>
  isAnswered.every((answered, at) => answered === (values[at] !== undefined));

const signatureOf = (values: Values): string =>
  values.map((value) => (value === undefined ? '0' : '1')).join('');

/**
 * Makes answers of values. An object that grows key by key is slow to read and to write out ever after;
 * a copy of one that `JSON.parse` has made is not, and a file has few patterns of answered questions
 * (docs/reference/performance-imports.md).
 */
export const answersMaker = (codes: readonly string[]): ((values: Values) => Answers) => {
  const shapes = new Map<string, Shape>();
  let latest: Shape | undefined;

  const shapeOf = (values: Values): Shape => {
    const signature = signatureOf(values);
    const known = shapes.get(signature);
    if (known !== undefined) return known;
    const answered = codes.filter((_, at) => values[at] !== undefined);
    const text = `{${answered.map((code) => `${JSON.stringify(code)}:0`).join(',')}}`;
    const isAnswered = values.map((value) => value !== undefined);
    const shape = { isAnswered, model: JSON.parse(text) as Answers };
    if (shapes.size < mostShapes) shapes.set(signature, shape);
    return shape;
  };

  return (values) => {
    if (latest === undefined || !fits(latest, values)) latest = shapeOf(values);
    const answers: Record<string, AnswerValue> = { ...latest.model };
    for (const [at, code] of codes.entries()) {
      const value = values[at];
      if (value !== undefined) answers[code] = value;
    }
    return answers;
  };
};
