import type { PublicationState } from '#domain/publication';
import type { Bilingual, Position } from '#kernel';

import type { Page, PageRequest } from './directory.port.js';

/** A publication as the ledger has it, withdrawn or not. Digests are SHA-256, hexadecimal; times ISO 8601, UTC. */
export type PublicationSummary = {
  readonly id: string;
  readonly series: string;
  readonly version: number;
  readonly title: Bilingual;
  readonly state: PublicationState;
  /** The position of the log that it shows. */
  readonly position: Position;
  readonly manifestSha256: string;
  /** Over the names and digests of its tables. */
  readonly contentsSha256: string;
  /** Ed25519 over the bytes of the manifest, base64. */
  readonly signature: string;
  readonly keyId: string;
  /** SPKI, DER, base64. */
  readonly publicKey: string;
  /** The id of the publication before it in its series. */
  readonly previous: string | null;
  readonly replaces: string | null;
  /** The publication to read in its place: the one that says so, else the latest of its series that stands. */
  readonly replacedBy: string | null;
  readonly synthetic: boolean;
  readonly frozenAt: string;
  readonly withdrawal: { readonly at: string; readonly reason: string } | null;
};

/** `withdrawn` narrows to those that are, whatever their state was. */
export type PublicationFilter = { readonly state?: PublicationState | 'withdrawn' };

/** The ledger of publications, as a read model answers. */
export interface PublicationReader {
  publication(id: string): Promise<PublicationSummary | undefined>;
  /** Latest first. */
  publications(filter: PublicationFilter, page: PageRequest): Promise<Page<PublicationSummary>>;
  publicationCount(filter: PublicationFilter): Promise<number>;
}

/**
 * Bytes under their own digest. What was kept is never changed or removed; keeping the same bytes again changes
 * nothing.
 */
export interface BlobStore {
  /** Keeps them all, or none. */
  keep(blobs: readonly Uint8Array[]): Promise<void>;
  /** The bytes whose SHA-256, hexadecimal, is `sha256`. */
  bytes(sha256: string): Promise<Uint8Array | undefined>;
}

/** Signs with the key of the observatory, Ed25519. */
export interface Signer {
  /** SHA-256, hexadecimal, of the public key's SPKI in DER. */
  readonly keyId: string;
  /** SPKI, DER, base64. */
  readonly publicKey: string;
  /** Base64. */
  sign(bytes: Uint8Array): string;
}
