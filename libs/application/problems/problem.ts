import type { Bilingual, Problem } from '#kernel';

import type { CommandCode } from './command-codes.js';

export const text = (fr: string, en: string): Bilingual => ({ fr, en });

type Told = {
  readonly field?: string;
  readonly found?: string;
  readonly message: Bilingual;
  readonly allowed: Bilingual;
  readonly remedy: Bilingual;
};

/** An error, told with a code of the registry. */
export const refused = (code: CommandCode, told: Told): Problem => ({
  code,
  severity: 'error',
  field: told.field ?? '',
  found: told.found ?? '',
  allowed: told.allowed,
  remedy: told.remedy,
  message: told.message,
});

const longestQuote = 80;

/** What was found, short enough to be shown. */
export const quote = (found: string): string =>
  found.length <= longestQuote ? found : `${found.slice(0, longestQuote - 1)}…`;

export const reasonRequired = (message: Bilingual, field = 'reason'): Problem =>
  refused('REASON_REQUIRED', {
    field,
    message,
    allowed: text('un motif en quelques mots', 'a reason in a few words'),
    remedy: text(
      'Dites pourquoi : le motif est conservé avec le changement.',
      'Say why: the reason is kept with the change.',
    ),
  });
