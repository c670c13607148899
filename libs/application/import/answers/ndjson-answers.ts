import { type AnswersLine, jsonMalformed, parseAnswersLine } from '#contracts';
import { type CompiledQuestionnaire, normaliseDeclaration } from '#domain/survey';
import { err, ok, type Problem, type Result } from '#kernel';

import { textProblems } from '../../problems/text.problems.js';
import type { Line } from '../text/lines.js';
import { readUai } from '../uai.js';
import type { AnswersRow, CutRecord } from './answers-row.js';

const parsed = (text: string): Result<AnswersLine, Problem> => {
  const line = parseAnswersLine(text);
  return line.ok ? line : err(jsonMalformed(text, line.error));
};

/** Finds the school of one line of an NDJSON answers file. */
export const cutNdjsonLine = (line: number, text: Line): CutRecord => {
  if (typeof text !== 'string') return { line, problem: text };
  const fields = parsed(text);
  return fields.ok ? { line, uai: fields.value.uai, text } : { line, problem: fields.error };
};

/** Reads one line of an NDJSON answers file; everything that is wrong with it is said at once. */
export const readNdjsonRecord = (
  text: string,
  compiled: CompiledQuestionnaire,
): Result<AnswersRow, readonly Problem[]> => {
  const fields = parsed(text);
  if (!fields.ok) return err([fields.error]);

  const { justifications, ...raw } = fields.value;
  const uai = readUai(raw.uai);
  const declaration = normaliseDeclaration(compiled, raw);
  const unfit = justifications.length === 0 ? [] : textProblems({ justifications });
  if (uai.ok && declaration.ok && unfit.length === 0) {
    return ok({ uai: uai.value, declaration: declaration.value, justifications });
  }
  return err([
    ...(uai.ok ? [] : [uai.error]),
    ...(declaration.ok ? [] : declaration.error),
    ...unfit,
  ]);
};
