import type { PublicationSummary } from '#application';
import { parseManifest, type PublicationManifest } from '#contracts';
import { BrokenAssumption, parseSchoolYear, type Position, type SchoolYear } from '#kernel';
import { Fault } from '#platform';

import type { PublicationPort } from '../ports.js';
import type { GeographyName } from '../read/geography.js';

/** A moment and a map as the root of a query names them; null is not named. */
export type MomentAsked = {
  readonly asOf: Position | null;
  readonly asOfInstant: string | null;
  readonly geography: GeographyName | null;
  readonly geographyYear: SchoolYear | null;
};

export const unknownPublication = (id: string): Fault =>
  new Fault('NOT_FOUND', {
    fr: `Aucune publication ne s’appelle « ${id} ». Elles sont toutes à l’adresse /publications.`,
    en: `No publication is called "${id}". They are all at /publications.`,
  });

/** Withdrawn: the reason, and what to read in its place. */
const withdrawnPublication = ({ id, withdrawal, replacedBy }: PublicationSummary): Fault => {
  const reason = withdrawal?.reason ?? '';
  const instead = replacedBy === null ? null : `/publications/${replacedBy}`;
  return new Fault(
    'GONE',
    {
      fr: `La publication ${id} a été retirée : ${reason}.${instead === null ? '' : ` À lire à sa place : ${instead}.`}`,
      en: `The publication ${id} has been withdrawn: ${reason}.${instead === null ? '' : ` To be read in its place: ${instead}.`}`,
    },
    { publication: id, reason, withdrawnAt: withdrawal?.at, replacedBy },
  );
};

export const twoMoments = (named: readonly string[]): Fault =>
  new Fault(
    'BAD_REQUEST',
    {
      fr: `publication fixe déjà le moment et la carte : ne donnez pas aussi ${named.join(', ')}.`,
      en: `publication sets the moment and the map already: do not give ${named.join(', ')} too.`,
    },
    { refused: named },
  );

/** A publication that stands. Throws NOT_FOUND, or GONE for one that was withdrawn. */
export const standingPublication = async (
  { publications }: PublicationPort,
  id: string,
): Promise<PublicationSummary> => {
  const found = await publications.publication(id);
  if (found === undefined) throw unknownPublication(id);
  if (found.withdrawal !== null) throw withdrawnPublication(found);
  return found;
};

/** What was signed. Throws `BrokenAssumption` when the ledger names bytes that are not there. */
export const manifestOf = async (
  { blobs }: PublicationPort,
  { id, manifestSha256 }: PublicationSummary,
): Promise<PublicationManifest> => {
  const bytes = await blobs.bytes(manifestSha256);
  const read = parseManifest(Buffer.from(bytes ?? []).toString('utf8'));
  if (read.ok) return read.value;
  throw new BrokenAssumption(`the manifest of ${id} cannot be read: ${read.error}`);
};

/** The moment and the map that a publication froze. */
export const momentOfPublication = async (
  port: PublicationPort,
  id: string,
): Promise<MomentAsked> => {
  const publication = await standingPublication(port, id);
  const { geography } = await manifestOf(port, publication);
  const year = parseSchoolYear(geography);
  return {
    asOf: publication.position,
    asOfInstant: null,
    geography: year.ok ? 'AT' : geography === 'CURRENT' ? 'CURRENT' : 'THEN',
    geographyYear: year.ok ? year.value : null,
  };
};
