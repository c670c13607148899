import type { AnswerValue, Declaration } from '#kernel';

const plain = /^[\w .-]*$/;
const quoted = (text: string): string => (plain.test(text) ? `"${text}"` : JSON.stringify(text));

/** The names of answers as JSON members, in canonical order. */
export type CanonicalNames = readonly { readonly code: string; readonly name: string }[];

export const canonicalNamesOf = (codes: readonly string[]): CanonicalNames =>
  [...codes].sort().map((code) => ({ code, name: quoted(code) }));

const canonicalValue = (value: AnswerValue): string => {
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'object' ? `[${value.map(quoted).join(',')}]` : String(value);
};

/**
 * The text whose hash names a declaration, JSON: the same for the same content, however it was ordered.
 * `names`, those of the questionnaire that it answers, spare sorting them for each of its declarations.
 */
export const canonicalDeclaration = (
  { answers, notConcerned }: Declaration,
  names: CanonicalNames = canonicalNamesOf(Object.keys(answers)),
): string => {
  let members = '';
  for (const { code, name } of names) {
    const value = answers[code];
    if (value === undefined) continue;
    const text = typeof value === 'number' ? value : canonicalValue(value);
    members += `${members === '' ? '' : ','}${name}:${text}`;
  }
  return `{"answers":{${members}},"notConcerned":[${[...notConcerned].sort().map(quoted).join(',')}]}`;
};
