import { z } from 'zod';

import { codecOf, versioned } from '#kernel';

import { type PublicationEvent, publicationStates } from './publication.events.js';

const text = z.string();
const sha256 = text.regex(/^[0-9a-f]{64}$/);
const link = z.strictObject({ publication: text, manifestSha256: sha256 });

const frozen = z.strictObject({
  publication: text,
  series: text,
  version: z.int().min(1),
  title: z.strictObject({ fr: text, en: text }),
  state: z.enum(publicationStates),
  position: text.regex(/^\d+$/),
  manifestSha256: sha256,
  contentsSha256: sha256,
  signature: z.base64(),
  keyId: sha256,
  publicKey: z.base64(),
  previous: link.nullable(),
  replaces: text.nullable(),
});

const withdrawn = z.strictObject({ publication: text, series: text, reason: text });

/** The stored shapes of the ledger of publications. */
export const publicationCodec = codecOf<PublicationEvent>({
  PublicationFrozen: versioned('PublicationFrozen', (raw) => frozen.parse(raw)),
  PublicationWithdrawn: versioned('PublicationWithdrawn', (raw) => withdrawn.parse(raw)),
});
