import type { Bilingual } from '#kernel';

import { answerCodes } from './answer-codes.js';
import { commandCodes } from './command-codes.js';
import { fileCodes } from './file-codes.js';

/**
 * Every code of a problem, and what it means, by where it comes from: the answers themselves, a file, or what was
 * asked. The source of docs/reference/problems.md. The same code in two families means the same.
 */
export const problemCodes: Readonly<
  Record<'answers' | 'files' | 'commands', Readonly<Record<string, Bilingual>>>
> = { answers: answerCodes, files: fileCodes, commands: commandCodes };
