import { checkLetterOf } from '#kernel';

const digits = '0123456789';

const substituted = (text: string): readonly string[] =>
  Array.from(text).flatMap((_, at) =>
    Array.from(digits, (digit) => text.slice(0, at) + digit + text.slice(at + 1)),
  );

const transposed = (text: string): readonly string[] =>
  Array.from(text.slice(1), (_, at) =>
    [text.slice(0, at), text.charAt(at + 1), text.charAt(at), text.slice(at + 2)].join(''),
  );

const shortened = (text: string): readonly string[] =>
  Array.from(text, (_, at) => text.slice(0, at) + text.slice(at + 1));

const lengthened = (text: string): readonly string[] =>
  Array.from({ length: text.length + 1 }, (_, at) =>
    Array.from(digits, (digit) => text.slice(0, at) + digit + text.slice(at)),
  ).flat();

const canonical = (text: string): string => text.trim().toUpperCase();

/** Seven digits and their own check letter for each text of digits of that length. */
const completed = (texts: readonly string[]): readonly string[] =>
  texts.filter((text) => /^\d{7}$/.test(text)).map((text) => text + checkLetterOf(text));

/**
 * The well-formed UAI that one slip away from `found` may have been meant: other letter, one digit wrong,
 * two exchanged, one missing, one too many. Those whose check letter is the one that was typed come first:
 * then a single digit explains everything. About 150; without `found` itself.
 */
export const neighboursOf = (found: string): readonly string[] => {
  const text = canonical(found);
  const typed = text.replace(/\D/g, '');
  const letter = text.replace(/[^A-Z]/g, '');
  const slips = [substituted, transposed, shortened, lengthened].flatMap((slip) => slip(typed));
  const candidates = completed(slips).filter((uai) => uai !== text);
  const explained = candidates.filter((uai) => uai.slice(7) === letter);
  return [...new Set([...completed([typed]), ...explained, ...candidates])].filter(
    (uai) => uai !== text,
  );
};
