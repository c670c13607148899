import type { Bilingual } from '#kernel';

export const publicationStates = ['provisional', 'definitive'] as const;
export type PublicationState = (typeof publicationStates)[number];

/** A publication, and the bytes of its manifest: a link of the chain that a series is. */
export type PublicationLink = {
  readonly publication: string;
  /** SHA-256, hexadecimal. */
  readonly manifestSha256: string;
};

/** What a publication says of itself in the ledger; its manifest says the rest. */
export type Frozen = {
  /** Readable, for ever: series and version, `etic-1d-2014-v1`. */
  readonly publication: string;
  /** Lower-case letters, digits and hyphens: `etic-1d-2014`. */
  readonly series: string;
  /** Counts from 1 in its series. */
  readonly version: number;
  readonly title: Bilingual;
  readonly state: PublicationState;
  /** The position of the log that it shows, as a decimal text. */
  readonly position: string;
  readonly manifestSha256: string;
  /** SHA-256, hexadecimal, over the names and digests of its tables: equal when all their bytes are. */
  readonly contentsSha256: string;
  /** Ed25519 over the bytes of the manifest, base64. */
  readonly signature: string;
  /** SHA-256, hexadecimal, of the public key. */
  readonly keyId: string;
  /** SPKI, DER, base64. */
  readonly publicKey: string;
  /** The publication before it in its series; null for the first. */
  readonly previous: PublicationLink | null;
  /** The publication whose place it takes, when it takes one's. */
  readonly replaces: string | null;
};

type Withdrawn = {
  readonly publication: string;
  readonly series: string;
  readonly reason: string;
};

export type PublicationEvent =
  | { readonly type: 'PublicationFrozen'; readonly data: Frozen }
  | { readonly type: 'PublicationWithdrawn'; readonly data: Withdrawn };
