import type { Bilingual } from '#kernel';

import type { Variables } from '../config/setting.js';

/** The language of what a process says in a terminal: OBSERVATORY_LANG, then the locale; French by default. */
export const localeOf = (environment: Variables): keyof Bilingual => {
  const asked =
    environment['OBSERVATORY_LANG'] ?? environment['LC_ALL'] ?? environment['LANG'] ?? '';
  return asked.toLowerCase().startsWith('en') ? 'en' : 'fr';
};
