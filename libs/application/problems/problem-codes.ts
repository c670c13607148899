import { unreadableCodes } from '#contracts';
import type { Bilingual } from '#kernel';

import { answerCodes } from './answer-codes.js';
import { commandCodes } from './command-codes.js';
import { fileCodes } from './file-codes.js';

/**
 * Every code of a problem, and what it means, by where it comes from: the answers themselves, a file, what was asked,
 * or a message that cannot be read. The source of docs/reference/problems.md. The same code in two families means the same.
 */
export const problemCodes: Readonly<
  Record<'answers' | 'files' | 'commands' | 'messages', Readonly<Record<string, Bilingual>>>
> = { answers: answerCodes, files: fileCodes, commands: commandCodes, messages: unreadableCodes };
