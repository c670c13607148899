import { uaiCheckLetterWrong, uaiMalformed } from '#contracts';
import { err, parseUai, type Problem, type Result, type Uai } from '#kernel';

/** Reads a UAI of a file, or says to its author what is wrong with it. */
export const readUai = (text: string): Result<Uai, Problem> => {
  const uai = parseUai(text);
  if (uai.ok) return uai;
  return err(
    uai.error.kind === 'UaiMalformed'
      ? uaiMalformed(text)
      : uaiCheckLetterWrong(text, uai.error.expected),
  );
};
