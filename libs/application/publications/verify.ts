import {
  manifestFile,
  type ManifestTable,
  parseManifest,
  parseSignature,
  previousFile,
  type PublicationManifest,
  signatureFile,
} from '#contracts';
import { err, ok, type Problem, type Result } from '#kernel';
import { hash } from 'node:crypto';

import {
  chainBroken,
  fileMissing,
  keyNotTrusted,
  manifestAltered,
  manifestUnreadable,
  recomputedDiffers,
  rowsDiffer,
  signatureWrong,
  tableAltered,
} from '../problems/verification.problems.js';
import type { Bundle } from './bundle.js';
import { isSignedBy, keyIdOf } from './signing.js';
import type { Table } from './tables/table.js';

export type Verification = {
  /** Null when there is no manifest to read. */
  readonly manifest: PublicationManifest | null;
  readonly manifestSha256: string | null;
  /** Names of the files that were compared, byte for byte, with their digests. */
  readonly checked: readonly string[];
  /** Everything that differs; empty when the publication is what was frozen. */
  readonly problems: readonly Problem[];
};

const digestOf = (bytes: Uint8Array): string => hash('sha256', bytes);
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** Records of canonical CSV after its header: a line feed inside quotes ends none. */
const rowsOf = (bytes: Uint8Array): number => {
  let rows = 0;
  let isQuoted = false;
  for (const byte of bytes) {
    if (byte === 0x22) isQuoted = !isQuoted;
    else if (byte === 0x0a && !isQuoted) rows += 1;
  }
  return rows - 1;
};

const tableProblems = (table: ManifestTable, bytes: Uint8Array | undefined): readonly Problem[] => {
  if (bytes === undefined) return [fileMissing(table.name)];
  const digest = digestOf(bytes);
  const rows = table.rows === null ? null : rowsOf(bytes);
  return [
    ...(digest === table.sha256 ? [] : [tableAltered(table.name, digest, table.sha256)]),
    ...(rows === table.rows ? [] : [rowsDiffer(table.name, rows ?? 0, table.rows ?? 0)]),
  ];
};

type Signed = { readonly manifest: PublicationManifest; readonly bytes: Uint8Array };

const signatureProblems = async (
  bundle: Bundle,
  { manifest, bytes }: Signed,
  trusted: readonly string[],
): Promise<readonly Problem[]> => {
  const raw = await bundle.file(signatureFile);
  if (raw === undefined) return [fileMissing(signatureFile)];
  const read = parseSignature(textOf(raw));
  if (!read.ok) return [manifestUnreadable(signatureFile, read.error)];
  const { signature, publicKey, keyId, manifestSha256 } = read.value;
  const digest = digestOf(bytes);
  const isOwn =
    keyId === manifest.signing.keyId &&
    keyIdOf(publicKey) === keyId &&
    isSignedBy({ bytes, signature, publicKey });
  return [
    ...(digest === manifestSha256 ? [] : [manifestAltered(manifestFile, digest, manifestSha256)]),
    ...(isOwn ? [] : [signatureWrong(keyId)]),
    ...(trusted.length === 0 || trusted.includes(keyId) ? [] : [keyNotTrusted(keyId, trusted)]),
  ];
};

/** Walks back to the first of the series. */
const chainProblems = async (
  bundle: Bundle,
  { previous }: Pick<PublicationManifest, 'previous'>,
): Promise<readonly Problem[]> => {
  for (let link = previous; link !== null;) {
    const bytes = await bundle.file(previousFile(link.publication));
    if (bytes === undefined) return [fileMissing(previousFile(link.publication))];
    const digest = digestOf(bytes);
    if (digest !== link.manifestSha256)
      return [chainBroken(link.publication, digest, link.manifestSha256)];
    const read = parseManifest(textOf(bytes));
    if (!read.ok) return [manifestUnreadable(previousFile(link.publication), read.error)];
    link = read.value.previous;
  }
  return [];
};

type ReadManifest = Result<Signed, Problem>;

const readManifest = async (bundle: Bundle): Promise<ReadManifest> => {
  const bytes = await bundle.file(manifestFile);
  if (bytes === undefined) return err(fileMissing(manifestFile));
  const read = parseManifest(textOf(bytes));
  return read.ok
    ? ok({ manifest: read.value, bytes })
    : err(manifestUnreadable(manifestFile, read.error));
};

/**
 * Checks a publication against its manifest, the manifest against its signature and the chain before it. `trusted`
 * holds ids of keys; without any, the signature proves only that the files belong together. Needs no database.
 */
export const verifyBundle = async (
  bundle: Bundle,
  trusted: readonly string[],
): Promise<Verification> => {
  const read = await readManifest(bundle);
  if (!read.ok)
    return { manifest: null, manifestSha256: null, checked: [], problems: [read.error] };
  const { manifest, bytes } = read.value;
  const problems: Problem[] = [...(await signatureProblems(bundle, read.value, trusted))];
  for (const table of manifest.tables)
    problems.push(...tableProblems(table, await bundle.file(table.name)));
  problems.push(...(await chainProblems(bundle, manifest)));
  const checked = manifest.tables.map(({ name }) => name);
  return { manifest, manifestSha256: digestOf(bytes), checked, problems };
};

/** What tables that were computed again have that the manifest does not say. */
export const recomputedProblems = (
  { tables }: PublicationManifest,
  recomputed: readonly Table[],
): readonly Problem[] =>
  tables.flatMap(({ name, sha256 }) => {
    const found = recomputed.find((table) => table.name === name)?.sha256 ?? '';
    return found === sha256 ? [] : [recomputedDiffers(name, found, sha256)];
  });
