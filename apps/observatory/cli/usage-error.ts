import type { Bilingual } from '#kernel';

/** The command line asks for what cannot be: it is told, and the command ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(readonly text: Bilingual) {
    super(text.en);
  }
}
