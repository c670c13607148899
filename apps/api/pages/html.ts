const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A piece of HTML: only `html` makes one, so a plain text is always escaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | readonly Html[];

const isList = (part: Part): part is readonly Html[] => Array.isArray(part);

const rendered = (part: Part): string => {
  if (part instanceof Html) return part.text;
  if (isList(part)) return part.map(({ text }) => text).join('');
  return String(part).replace(/[&<>"']/g, (character) => entities[character] ?? character);
};

/** Builds HTML; everything that is not HTML already is escaped. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.reduce((text, piece, index) => text + rendered(parts[index - 1] ?? '') + piece));
