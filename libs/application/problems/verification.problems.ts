import type { Bilingual, Problem } from '#kernel';

import type { CommandCode } from './command-codes.js';
import { refused, text } from './problem.js';

const distrust = text(
  'Ne vous fiez pas à cette copie : reprenez-la à son adresse, ou demandez à qui l’a publiée.',
  'Do not trust this copy: take it again from its address, or ask who published it.',
);

type Difference = {
  readonly field: string;
  readonly found: string;
  readonly expected: string;
  readonly message: Bilingual;
};

const differs = (code: CommandCode, { field, found, expected, message }: Difference): Problem =>
  refused(code, { field, found, message, allowed: text(expected, expected), remedy: distrust });

export const fileMissing = (name: string): Problem =>
  differs('PUBLICATION_FILE_MISSING', {
    field: name,
    found: '',
    expected: name,
    message: text(`Le fichier ${name} manque.`, `The file ${name} is missing.`),
  });

export const manifestUnreadable = (name: string, reason: string): Problem =>
  differs('PUBLICATION_MANIFEST_ALTERED', {
    field: name,
    found: reason,
    expected: 'observatoire-publication/1',
    message: text(
      `${name} n’est pas un manifeste intact : ${reason}.`,
      `${name} is not an intact manifest: ${reason}.`,
    ),
  });

export const manifestAltered = (name: string, found: string, expected: string): Problem =>
  differs('PUBLICATION_MANIFEST_ALTERED', {
    field: name,
    found,
    expected,
    message: text(
      `L’empreinte de ${name} n’est pas celle qui est attestée.`,
      `The digest of ${name} is not the one that is vouched for.`,
    ),
  });

export const signatureWrong = (keyId: string): Problem =>
  differs('PUBLICATION_SIGNATURE_WRONG', {
    field: 'signature.json',
    found: keyId,
    expected: 'Ed25519',
    message: text(
      'La signature n’est pas celle de ce manifeste par cette clé.',
      'The signature is not that of this manifest by this key.',
    ),
  });

export const keyNotTrusted = (found: string, expected: readonly string[]): Problem =>
  differs('PUBLICATION_KEY_UNKNOWN', {
    field: 'signing.keyId',
    found,
    expected: expected.join(', '),
    message: text(
      `La clé ${found} n’est pas de celles auxquelles vous vous fiez.`,
      `The key ${found} is not one of those that you trust.`,
    ),
  });

export const tableAltered = (name: string, found: string, expected: string): Problem =>
  differs('PUBLICATION_TABLE_ALTERED', {
    field: name,
    found,
    expected,
    message: text(
      `Les octets de ${name} ne sont pas ceux du manifeste.`,
      `The bytes of ${name} are not those of the manifest.`,
    ),
  });

export const rowsDiffer = (name: string, found: number, expected: number): Problem =>
  differs('PUBLICATION_ROWS_DIFFER', {
    field: name,
    found: String(found),
    expected: String(expected),
    message: text(
      `${name} a ${String(found)} lignes, le manifeste en annonce ${String(expected)}.`,
      `${name} has ${String(found)} rows, the manifest says ${String(expected)}.`,
    ),
  });

export const chainBroken = (publication: string, found: string, expected: string): Problem =>
  differs('PUBLICATION_CHAIN_BROKEN', {
    field: publication,
    found,
    expected,
    message: text(
      `Le manifeste de ${publication} n’est pas celui auquel le suivant se rattache.`,
      `The manifest of ${publication} is not the one that the next is chained to.`,
    ),
  });

export const recomputedDiffers = (name: string, found: string, expected: string): Problem =>
  refused('PUBLICATION_RECOMPUTED_DIFFERS', {
    field: name,
    found,
    message: text(
      `Recalculé du journal, ${name} n’a pas les octets qui ont été publiés.`,
      `Computed again from the log, ${name} does not have the bytes that were published.`,
    ),
    allowed: text(expected, expected),
    remedy: text(
      'Comparez le catalogue et la version du programme à ceux du manifeste : un autre catalogue donne d’autres chiffres.',
      'Compare the catalogue and the version of the program with those of the manifest: another catalogue gives other figures.',
    ),
  });

export const mapDiffers = (academy: string, found: string, expected: string): Problem =>
  refused('PUBLICATION_MAP_DIFFERS', {
    field: `academy:${academy}`,
    found,
    message: text(
      `Le catalogue dessine l’académie ${academy} autrement que quand la publication a été faite.`,
      `The catalogue draws the académie ${academy} otherwise than when the publication was made.`,
    ),
    allowed: text(expected, expected),
    remedy: text(
      'Recalculez avec les territoires d’alors, ou publiez à nouveau.',
      'Compute again with the territories of that time, or publish again.',
    ),
  });

export const definitionDiffers = (key: string, found: string, expected: string): Problem =>
  refused('PUBLICATION_DEFINITION_DIFFERS', {
    field: key,
    found,
    message: text(
      `Le catalogue n’a plus la définition ${key} telle qu’elle a été publiée.`,
      `The catalogue no longer has the definition ${key} as it was published.`,
    ),
    allowed: text(expected, expected),
    remedy: text(
      'Recalculez avec le catalogue de la publication : son empreinte est dans le manifeste.',
      'Compute again with the catalogue of the publication: its fingerprint is in the manifest.',
    ),
  });
