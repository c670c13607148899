import type { Brand } from './brand.js';
import { err, ok, type Result } from './result.js';

/**
 * Unité administrative immatriculée: the national identity of a school, seven digits and a check letter.
 * Never recycled, and never parsed for its department: Corsica's start with 620 and 720.
 */
export type Uai = Brand<string, 'Uai'>;

export type UaiRefusal =
  | { readonly kind: 'UaiMalformed'; readonly found: string }
  | { readonly kind: 'UaiCheckLetterWrong'; readonly found: string; readonly expected: string };

const checkLetters = 'ABCDEFGHJKLMNPRSTUVWXYZ';
const shape = /^(\d{7})([A-Z])$/;

/** The check letter of seven digits: their number modulo 23, in an alphabet without I, O and Q. */
export const checkLetterOf = (digits: string): string => checkLetters.charAt(Number(digits) % 23);

/** Accepts surrounding blanks and lower case; the value is canonical. */
export const parseUai = (text: string): Result<Uai, UaiRefusal> => {
  const canonical = text.trim().toUpperCase();
  const digits = shape.exec(canonical)?.[1];
  if (digits === undefined) return err({ kind: 'UaiMalformed', found: text });

  const expected = digits + checkLetterOf(digits);
  if (canonical !== expected) return err({ kind: 'UaiCheckLetterWrong', found: text, expected });
  return ok(canonical as Uai);
};
