import { jsonMalformed, parseAnswersLine } from '#contracts';
import { type CompiledQuestionnaire, normaliseDeclaration } from '#domain/survey';

import { textProblems } from '../../problems/text.problems.js';
import type { Line } from '../text/lines.js';
import { readUai } from '../uai.js';
import type { ReadLine } from './answers-row.js';

/** Reads one line of an NDJSON answers file; everything that is wrong with it is said at once. */
export const readNdjsonLine = (
  line: number,
  text: Line,
  compiled: CompiledQuestionnaire,
): ReadLine => {
  if (typeof text !== 'string') return { line, uai: null, problems: [text] };
  const parsed = parseAnswersLine(text);
  if (!parsed.ok) return { line, uai: null, problems: [jsonMalformed(text, parsed.error)] };

  const { justifications, ...raw } = parsed.value;
  const uai = readUai(raw.uai);
  const declaration = normaliseDeclaration(compiled, raw);
  const unfit = justifications.length === 0 ? [] : textProblems({ justifications });
  if (uai.ok && declaration.ok && unfit.length === 0) {
    return { line, row: { uai: uai.value, declaration: declaration.value, justifications } };
  }
  const problems = [
    ...(uai.ok ? [] : [uai.error]),
    ...(declaration.ok ? [] : declaration.error),
    ...unfit,
  ];
  return { line, uai: raw.uai, problems };
};
