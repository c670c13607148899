import type { Bilingual } from '#kernel';
import { localeOf } from '#platform/process';

export type Language = keyof Bilingual;

/** `--lang` wins, then what the environment says. */
export const languageOf = (
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Language => {
  const flag = argv.indexOf('--lang');
  const asked =
    (flag >= 0 ? argv[flag + 1] : argv.find((word) => word.startsWith('--lang='))?.slice(7)) ??
    localeOf(environment);
  return asked.toLowerCase().startsWith('en') ? 'en' : 'fr';
};
