import { z } from 'zod';

import { position, sha256 } from './parts.js';

const publication = z.string().describe('Series and version: etic-1d-2014-v1.');
const series = z.string();
const link = z.strictObject({ publication, manifestSha256: sha256 });

export const publicationEvents = {
  PublicationFrozen: z.strictObject({
    publication,
    series,
    version: z.int().min(1),
    state: z.enum(['provisional', 'definitive']),
    position,
    manifestSha256: sha256,
    contentsSha256: sha256,
    signature: z.string().describe('Ed25519 over the bytes of the manifest, base64.'),
    keyId: sha256,
    publicKey: z.string().describe('SPKI, DER, base64.'),
    previous: link.nullable(),
    replaces: publication.nullable(),
  }),
  PublicationWithdrawn: z.strictObject({ publication, series }),
};
