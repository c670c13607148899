import type { Bilingual } from '#kernel';
import { z } from 'zod';

/** The environment, as a process is given it. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** One variable of the environment: what is read from it, and what it may hold. */
export type Setting<Value> = {
  readonly schema: z.ZodType<Value, string | undefined>;
  readonly allowed: Bilingual;
  /** What stands for it when it is not set, as one would write it; null: nothing. */
  readonly fallback: string | null;
  /** Its value is never repeated. */
  readonly isSecret: boolean;
};

type Settings = Readonly<Record<string, Setting<unknown>>>;

export type ValuesOf<Group extends Settings> = {
  readonly [Key in keyof Group]: Group[Key] extends Setting<infer Value> ? Value : never;
};

/** What is wrong between several variables: the one to mend, and what it must be. */
export type Mistake = { readonly key: string; readonly allowed: Bilingual };

const optional = <Value>(
  schema: z.ZodType<Value, string>,
  allowed: Bilingual,
): Setting<Value | undefined> => ({
  schema: schema.optional(),
  allowed,
  fallback: null,
  isSecret: false,
});

export const secret = <Value>(setting: Setting<Value>): Setting<Value> => ({
  ...setting,
  isSecret: true,
});

export const whole = (fallback: number, min: number, max: number): Setting<number> => ({
  schema: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .default(fallback),
  allowed: {
    fr: `un nombre entier, de ${min} à ${max}`,
    en: `a whole number, from ${min} to ${max}`,
  },
  fallback: String(fallback),
  isSecret: false,
});

const booleans = ['true', 'false'] as const;
const trueOrFalse: Bilingual = { fr: 'true ou false', en: 'true or false' };
const boolean = z.enum(booleans).transform((text) => text === 'true');

export const flag = (fallback: boolean): Setting<boolean> => ({
  schema: boolean.default(fallback),
  allowed: trueOrFalse,
  fallback: String(fallback),
  isSecret: false,
});

export const optionalFlag = optional(boolean, trueOrFalse);

const anyText: Bilingual = { fr: 'un texte', en: 'a text' };

export const text = (fallback: string): Setting<string> => ({
  schema: z.string().default(fallback),
  allowed: anyText,
  fallback: fallback === '' ? null : fallback,
  isSecret: false,
});

export const optionalText = optional(z.string(), anyText);

const oneOf = (choices: readonly string[]): Bilingual => ({
  fr: `au choix : ${choices.join(', ')}`,
  en: `one of: ${choices.join(', ')}`,
});

export const choice = <const Choice extends string>(
  choices: readonly [Choice, ...Choice[]],
  fallback: Choice,
): Setting<Choice> => ({
  schema: z.enum(choices).default(() => fallback),
  allowed: oneOf(choices),
  fallback,
  isSecret: false,
});

export const optionalChoice = <const Choice extends string>(
  choices: readonly [Choice, ...Choice[]],
): Setting<Choice | undefined> =>
  optional(z.enum(choices) as unknown as z.ZodType<Choice, string>, oneOf(choices));

/** An address whose scheme, without its colon, is one of `schemes`. */
export const address = (...schemes: readonly string[]): Setting<string | undefined> =>
  optional(z.url({ protocol: new RegExp(`^(${schemes.join('|').replaceAll('+', '\\+')})$`) }), {
    fr: `une adresse ${schemes.map((scheme) => `${scheme}://…`).join(' ou ')}`,
    en: `an address ${schemes.map((scheme) => `${scheme}://…`).join(' or ')}`,
  });

/** A text that holds to `pattern`, read by `parse`. */
export const pattern = <Value>(
  shape: RegExp,
  parse: (text: string) => Value,
  allowed: Bilingual,
): Setting<Value | undefined> =>
  optional(z.string().regex(shape).transform(parse) as z.ZodType<Value, string>, allowed);
