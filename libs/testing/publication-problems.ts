import type { PublicationRefusal } from '#domain/publication';
import { position, type Problem } from '#kernel';

import * as publication from '../application/problems/publication.problems.js';
import * as verification from '../application/problems/verification.problems.js';

const id = 'etic-1d-2014-v2';
const digest = 'ab'.repeat(32);

const refusals: readonly PublicationRefusal[] = [
  { kind: 'PublicationNotNext', publication: id, expected: 'etic-1d-2014-v3' },
  { kind: 'PublicationChainBroken', publication: id, expected: null },
  { kind: 'DefinitivePublicationStands', standing: id },
  { kind: 'ReplacedPublicationUnknown', replaces: id },
  { kind: 'PublicationUnknown', publication: id },
  { kind: 'PublicationAlreadyWithdrawn', publication: id },
  { kind: 'WithdrawalNeedsReason', publication: id },
];

/** Everything that publishing and verifying tell. */
export const publicationProblems: readonly Problem[] = [
  ...refusals.map(publication.publicationProblem),
  publication.seriesMalformed('Éssai'),
  publication.titleMissing(),
  publication.nothingToPublish(),
  publication.positionNotReached(position(9n), position(8n)),
  publication.readModelsBehind(position(9n)),
  verification.fileMissing('figures.csv'),
  verification.manifestUnreadable('manifest.json', 'not JSON'),
  verification.manifestAltered('manifest.json', digest, digest),
  verification.signatureWrong(digest),
  verification.keyNotTrusted(digest, [digest]),
  verification.tableAltered('figures.csv', digest, digest),
  verification.rowsDiffer('figures.csv', 3, 4),
  verification.chainBroken(id, digest, digest),
  verification.recomputedDiffers('figures.csv', digest, digest),
  verification.mapDiffers('05', '–', '014 · 28 · /2019-12-31'),
  verification.definitionDiffers('charte@1', digest, digest),
];
