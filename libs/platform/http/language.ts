export type Language = 'fr' | 'en';

type Preference = { readonly tag: string; readonly weight: number };

const preferenceOf = (part: string): Preference => {
  const [tag = '', quality] = part.trim().split(/\s*;\s*q=/);
  return {
    tag: tag.toLowerCase().slice(0, 2),
    weight: quality === undefined ? 1 : Number(quality),
  };
};

/** The language to answer in: French, unless `Accept-Language` prefers English. */
export const languageOf = (acceptLanguage: string | undefined): Language => {
  if (acceptLanguage === undefined) return 'fr';
  const preferences = acceptLanguage.split(',').map(preferenceOf);
  const weightOf = (tag: string): number =>
    Math.max(
      0,
      ...preferences.filter((preference) => preference.tag === tag).map(({ weight }) => weight),
    );
  return weightOf('en') > weightOf('fr') ? 'en' : 'fr';
};
