import { err, ok, type Result } from '#kernel';
import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLError,
} from 'yaml';

import type { CatalogueFile, CatalogueMistake, Told } from './mistake.js';

export type Path = readonly (string | number)[];

/** A file that could be read as YAML or JSON, and where everything stands in it. */
export type Source = {
  readonly file: string;
  readonly value: unknown;
  /** The mistake at the value that `path` leads to, or at its nearest parent; `offset` counts in a text. */
  readonly mistakeAt: (path: Path, told: Told, offset?: number) => CatalogueMistake;
  /** The mistake at the key of a property. */
  readonly mistakeAtKey: (path: Path, told: Told) => CatalogueMistake;
};

type Place = { readonly text: string; readonly lines: LineCounter; readonly document: Document };

const placed = (
  { path }: CatalogueFile,
  lines: LineCounter,
  offset: number,
): Pick<CatalogueMistake, 'file' | 'line' | 'column'> => {
  const { line, col } = lines.linePos(offset);
  return { file: path, line: Math.max(line, 1), column: Math.max(col, 1) };
};

const childOf = (node: unknown, key: string | number): unknown => {
  if (isMap(node))
    return node.items.find(({ key: name }) => isScalar(name) && String(name.value) === String(key));
  return isSeq(node) && typeof key === 'number' ? node.items[key] : undefined;
};

const valueOf = (item: unknown): unknown => (isPair(item) ? item.value : item);

const startOf = (node: unknown): number | undefined => {
  if (isPair(node)) return startOf(node.key);
  return isNode(node) ? node.range?.[0] : undefined;
};

/** Follows a path as far as it leads: the last item met, a pair standing for key and value. */
const follow = (
  { document }: Place,
  path: Path,
): { readonly item: unknown; readonly whole: boolean } => {
  let item: unknown = document.contents;
  for (const key of path) {
    const next = childOf(valueOf(item), key);
    if (next === undefined) return { item, whole: false };
    item = next;
  }
  return { item, whole: true };
};

const contentStart = (text: string, { type, range }: Scalar): number => {
  const start = range?.[0] ?? 0;
  if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') return start + 1;
  if (type !== 'BLOCK_FOLDED' && type !== 'BLOCK_LITERAL') return start;
  return text.indexOf('\n', start) + 1;
};

/**
 * Where a character of a scalar's value stands in the file. Folding, indentation and doubled quotes add
 * characters to the file, never to the value: both are walked together, skipping what only the file has.
 */
const offsetInFile = (text: string, scalar: Scalar, offset: number): number => {
  const value = String(scalar.value);
  let at = contentStart(text, scalar);
  for (let index = 0; index <= offset && index < value.length; index += 1) {
    const isBlank = /\s/.test(value.charAt(index));
    if (!isBlank) while (at < text.length && text[at] !== value[index]) at += 1;
    if (index < offset) at += 1;
  }
  return at;
};

const offsetAt = (place: Place, path: Path, offset: number | undefined): number => {
  const { item, whole } = follow(place, path);
  const value = valueOf(item);
  if (whole && offset !== undefined && isScalar(value))
    return offsetInFile(place.text, value, offset);
  return (whole ? startOf(value) : undefined) ?? startOf(item) ?? 0;
};

const remedies: Readonly<Record<string, Told['remedy']>> = {
  DUPLICATE_KEY: { fr: 'Retirez l’une des deux lignes.', en: 'Remove one of the two lines.' },
  TAB_AS_INDENT: { fr: 'Indentez par des espaces.', en: 'Indent with spaces.' },
  BAD_INDENT: {
    fr: 'Alignez cette ligne sur ses voisines.',
    en: 'Align this line with its neighbours.',
  },
  MISSING_CHAR: {
    fr: 'Fermez le guillemet, le crochet ou l’accolade.',
    en: 'Close the quote, bracket or brace.',
  },
};

const generalRemedy: Told['remedy'] = {
  fr: 'Mettez entre apostrophes un texte qui contient « : » ou « # », et vérifiez l’indentation.',
  en: 'Put a text that contains ":" or "#" between single quotes, and check the indentation.',
};

const syntaxMistake = (
  file: CatalogueFile,
  lines: LineCounter,
  { code, message, pos }: YAMLError,
): CatalogueMistake => {
  const [told = message] = message.split('\n');
  const [rest = ''] = file.text.slice(pos[0]).split('\n');
  return {
    code: `YAML_${code}`,
    ...placed(file, lines, pos[0]),
    found: rest.slice(0, 40),
    allowed: { fr: 'du YAML 1.2 ou du JSON', en: 'YAML 1.2 or JSON' },
    remedy: remedies[code] ?? generalRemedy,
    message: { fr: `Ce fichier ne se lit pas : ${told}`, en: `This file cannot be read: ${told}` },
  };
};

type Parsed = Place & { readonly errors: readonly YAMLError[] };

const parsed = ({ text }: CatalogueFile): Parsed => {
  const lines = new LineCounter();
  const document = parseDocument<Node>(text, {
    lineCounter: lines,
    prettyErrors: true,
    version: '1.2',
  });
  return { text, lines, document, errors: document.errors };
};

const plainJson = ({ path, text }: CatalogueFile): unknown => {
  if (!path.endsWith('.json')) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const sourceOf = (file: CatalogueFile, value: unknown, place: () => Place): Source => {
  const mistakeAtOffset = (at: (place: Place) => number, told: Told): CatalogueMistake => {
    const found = place();
    return { ...told, ...placed(file, found.lines, at(found)) };
  };
  return {
    file: file.path,
    value,
    mistakeAt: (path, told, offset) =>
      mistakeAtOffset((found) => offsetAt(found, path, offset), told),
    mistakeAtKey: (path, told) =>
      mistakeAtOffset((found) => startOf(follow(found, path).item) ?? 0, told),
  };
};

/** Reads a file, or says where it stops being YAML. JSON that is sound is located only once a mistake is in it. */
export const readSource = (file: CatalogueFile): Result<Source, readonly CatalogueMistake[]> => {
  const json = plainJson(file);
  if (json !== undefined) return ok(sourceOf(file, json, () => parsed(file)));

  const place = parsed(file);
  if (place.errors.length > 0)
    return err(place.errors.map((error) => syntaxMistake(file, place.lines, error)));
  return ok(sourceOf(file, place.document.toJS({ maxAliasCount: 100 }) as unknown, () => place));
};
