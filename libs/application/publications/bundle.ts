import { manifestFile, previousFile, signatureFile, signatureText } from '#contracts';

import type { BlobStore, PublicationReader, PublicationSummary } from '../publications.port.js';

/** A publication as files: a folder that was downloaded, or what the ledger keeps. */
export type Bundle = {
  /** Undefined for a file that is not there. */
  readonly file: (name: string) => Promise<Uint8Array | undefined>;
};

const signatureOf = (publication: PublicationSummary): string =>
  signatureText({
    publication: publication.id,
    manifestSha256: publication.manifestSha256,
    algorithm: 'Ed25519',
    keyId: publication.keyId,
    publicKey: publication.publicKey,
    signature: publication.signature,
  });

type Ledger = {
  readonly blobs: Pick<BlobStore, 'bytes'>;
  readonly publications: PublicationReader;
};

type NamedTables = readonly { readonly name: string; readonly sha256: string }[];

const tablesOf = (manifest: Uint8Array | undefined): NamedTables => {
  if (manifest === undefined) return [];
  return (JSON.parse(Buffer.from(manifest).toString('utf8')) as { readonly tables: NamedTables })
    .tables;
};

/** The files of a publication, withdrawn ones included, as they were frozen. */
export const bundleOf = (
  { blobs, publications }: Ledger,
  publication: PublicationSummary,
): Bundle => {
  const previousManifest = async (name: string): Promise<Uint8Array | undefined> => {
    const id = name.slice('previous-'.length, -'.json'.length);
    const previous = name === previousFile(id) ? await publications.publication(id) : undefined;
    return previous === undefined ? undefined : blobs.bytes(previous.manifestSha256);
  };
  return {
    file: async (name) => {
      if (name === signatureFile) return Buffer.from(signatureOf(publication), 'utf8');
      const manifest = await blobs.bytes(publication.manifestSha256);
      if (name === manifestFile) return manifest;
      const table = tablesOf(manifest).find((one) => one.name === name);
      return table === undefined ? previousManifest(name) : blobs.bytes(table.sha256);
    },
  };
};
