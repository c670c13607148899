import type { Bilingual } from '#kernel';

export type Language = keyof Bilingual;

/** `--lang` wins, then OBSERVATORY_LANG, then the locale; French by default. */
export const languageOf = (
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Language => {
  const flag = argv.indexOf('--lang');
  const asked =
    (flag >= 0 ? argv[flag + 1] : argv.find((word) => word.startsWith('--lang='))?.slice(7)) ??
    environment['OBSERVATORY_LANG'] ??
    environment['LC_ALL'] ??
    environment['LANG'] ??
    '';
  return asked.toLowerCase().startsWith('en') ? 'en' : 'fr';
};
