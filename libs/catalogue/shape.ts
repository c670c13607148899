import { both, didYouMean, listed, nearest } from '#domain/expression';
import type { Bilingual } from '#kernel';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

import type { CatalogueMistake, Told } from './mistake.js';
import type { Path, Source } from './source.js';

/** Says what is wrong with the shape of a file; nothing when it has the shape that its schema promises. */
export type ShapeCheck = (source: Source) => readonly CatalogueMistake[];

const pathOf = ({ instancePath }: ErrorObject, root: unknown): Path => {
  const path: (string | number)[] = [];
  let value = root;
  for (const segment of instancePath.split('/').slice(1)) {
    const key = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    const step = Array.isArray(value) ? Number(key) : key;
    path.push(step);
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
  }
  return path;
};

const foundIn = ({ data }: ErrorObject): string => {
  const text = typeof data === 'string' ? data : JSON.stringify(data ?? null);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};

const params = ({ params: given }: ErrorObject): Readonly<Record<string, unknown>> => given;

const propertyNames = ({ parentSchema }: ErrorObject): readonly string[] => {
  const properties: unknown = parentSchema?.['properties'];
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
};

const descriptionOf = ({ parentSchema }: ErrorObject): string => {
  const description: unknown = parentSchema?.['description'];
  return typeof description === 'string' ? ` ${description}` : '';
};

const missing = (error: ErrorObject): Told => {
  const name = String(params(error)['missingProperty']);
  return {
    code: 'PROPERTY_MISSING',
    found: '',
    allowed: both(`${name}: …`),
    remedy: { fr: `Ajoutez « ${name} ».`, en: `Add "${name}".` },
    message: { fr: `« ${name} » manque ici.`, en: `"${name}" is missing here.` },
  };
};

const unknownProperty = (error: ErrorObject): Told => {
  const name = String(params(error)['additionalProperty']);
  const known = propertyNames(error);
  const allowed = both(known.join(', '));
  return {
    code: 'PROPERTY_UNKNOWN',
    found: name,
    allowed,
    remedy: didYouMean(nearest(name, known), {
      fr: 'Retirez cette ligne.',
      en: 'Remove this line.',
    }),
    message: { fr: `« ${name} » n’existe pas ici.`, en: `"${name}" does not exist here.` },
  };
};

const notAmong = (error: ErrorObject, values: readonly unknown[]): Told => {
  const names = values.map(String);
  const allowed = listed(names);
  const found = foundIn(error);
  return {
    code: 'VALUE_NOT_ALLOWED',
    found,
    allowed,
    remedy: didYouMean(nearest(found, names), {
      fr: `Écrivez ${allowed.fr}.`,
      en: `Write ${allowed.en}.`,
    }),
    message: { fr: `« ${found} » n’est pas permis ici.`, en: `"${found}" is not allowed here.` },
  };
};

const typeNames: Readonly<Record<string, Bilingual>> = {
  string: { fr: 'un texte', en: 'a text' },
  integer: { fr: 'un nombre entier', en: 'a whole number' },
  number: { fr: 'un nombre', en: 'a number' },
  boolean: { fr: 'true ou false', en: 'true or false' },
  array: { fr: 'une liste', en: 'a list' },
  object: { fr: 'un groupe de propriétés', en: 'a group of properties' },
  null: { fr: 'null', en: 'null' },
};

const wrongType = (error: ErrorObject): Told => {
  const wanted = [params(error)['type']].flat().map(String);
  const [first = 'string'] = wanted;
  const allowed = typeNames[first] ?? both(wanted.join(', '));
  const found = foundIn(error);
  const isNumber = typeof error.data === 'number' && first === 'string';
  return {
    code: 'VALUE_TYPE',
    found,
    allowed,
    remedy: isNumber
      ? {
          fr: `Mettez-le entre apostrophes, avec ses zéros : '${found}'.`,
          en: `Put it between single quotes, with its zeros: '${found}'.`,
        }
      : { fr: `Écrivez ${allowed.fr}.`, en: `Write ${allowed.en}.` },
    message: { fr: `${allowed.fr} est attendu ici.`, en: `${allowed.en} is expected here.` },
  };
};

/** What only a later version of an indicator has. */
const laterOnly: ReadonlySet<string> = new Set(['reason', 'comparability']);

const notWanted = (error: ErrorObject): Told => {
  const name = error.instancePath.split('/').at(-1) ?? '';
  const decider = laterOnly.has(name) ? 'version' : 'type';
  return {
    code: 'PROPERTY_NOT_WANTED',
    found: foundIn(error),
    allowed: { fr: 'rien', en: 'nothing' },
    remedy: {
      fr: `Retirez « ${name} », ou changez « ${decider} ».`,
      en: `Remove "${name}", or change "${decider}".`,
    },
    message: {
      fr: `« ${name} » ne va pas avec ce qu’en dit « ${decider} ».`,
      en: `"${name}" does not go with what "${decider}" says.`,
    },
  };
};

const limits: Readonly<Record<string, (limit: string) => Bilingual>> = {
  pattern: (limit) => ({ fr: `la forme ${limit}`, en: `the form ${limit}` }),
  minLength: (limit) => ({
    fr: `au moins ${limit} caractère(s)`,
    en: `at least ${limit} character(s)`,
  }),
  maxLength: (limit) => ({ fr: `au plus ${limit} caractères`, en: `at most ${limit} characters` }),
  minItems: (limit) => ({ fr: `au moins ${limit} élément(s)`, en: `at least ${limit} item(s)` }),
  minimum: (limit) => ({ fr: `au moins ${limit}`, en: `at least ${limit}` }),
  maximum: (limit) => ({ fr: `au plus ${limit}`, en: `at most ${limit}` }),
};

const outOfLimits = (error: ErrorObject): Told => {
  const { limit: bounded, pattern } = params(error);
  const limit = typeof bounded === 'number' ? String(bounded) : String(pattern);
  const bound = limits[error.keyword]?.(limit) ?? both(limit);
  const description = descriptionOf(error);
  const found = foundIn(error);
  return {
    code: 'VALUE_SHAPE',
    found,
    allowed: { fr: `${bound.fr}.${description}`, en: `${bound.en}.${description}` },
    remedy: { fr: `Donnez ${bound.fr}.${description}`, en: `Give ${bound.en}.${description}` },
    message: {
      fr: `« ${found} » n’a pas la forme attendue.`,
      en: `"${found}" does not have the expected form.`,
    },
  };
};

const toldBy = (error: ErrorObject): Told => {
  const given = params(error);
  switch (error.keyword) {
    case 'required':
      return missing(error);
    case 'additionalProperties':
      return unknownProperty(error);
    case 'enum':
      return notAmong(error, [given['allowedValues']].flat());
    case 'const':
      return notAmong(error, [given['allowedValue']]);
    case 'type':
      return wrongType(error);
    case 'false schema':
      return notWanted(error);
    default:
      return outOfLimits(error);
  }
};

const mistakeOf = (source: Source, error: ErrorObject): CatalogueMistake => {
  const path = pathOf(error, source.value);
  if (error.keyword !== 'additionalProperties') return source.mistakeAt(path, toldBy(error));
  return source.mistakeAtKey([...path, String(params(error)['additionalProperty'])], toldBy(error));
};

const isCause = ({ keyword }: ErrorObject): boolean => keyword !== 'if';

/** Makes the check of a JSON Schema (draft-07), which must itself be sound. */
export const shapeCheckOf = (schema: object): ShapeCheck => {
  // the schemas that ship are themselves checked by a spec: checking them at each start takes as long as the rest
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    meta: false,
    validateSchema: false,
  });
  const validate: ValidateFunction = ajv.compile(schema);
  return (source) =>
    validate(source.value)
      ? []
      : (validate.errors ?? []).filter(isCause).map((error) => mistakeOf(source, error));
};
