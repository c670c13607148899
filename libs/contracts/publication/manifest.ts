import { z } from 'zod';

import { canonicalJson, err, ok, type Result } from '#kernel';

/** The name and version of this shape: another shape has another name. */
export const manifestFormat = 'observatoire-publication/1';

const text = z.string();
const sha256 = text.regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);
const bilingual = z.strictObject({ fr: text, en: text });
const territory = z.strictObject({ kind: text, code: text });

const table = z.strictObject({
  /** A file name: letters, digits, points and hyphens. */
  name: text.regex(/^[a-z0-9][a-z0-9.-]*$/),
  mediaType: text,
  bytes: count,
  /** Records after the header; null for a text. */
  rows: count.nullable(),
  sha256,
  /** True when it holds statistics: these wait for disclosure control before they are public. */
  cells: z.boolean(),
});

const campaign = z.strictObject({
  id: text,
  survey: text,
  version: text,
  schoolYear: text,
  title: text,
  status: z.enum(['open', 'closed']),
});

/** Which départements made an académie, and between which days it was one; null is without end. */
const academy = z.strictObject({
  code: text,
  academicRegion: text,
  from: text.nullable(),
  until: text.nullable(),
  departments: z.array(text),
});

const manifest = z.strictObject({
  format: z.literal(manifestFormat),
  publication: text,
  series: text,
  version: z.int().min(1),
  title: bilingual,
  state: z.enum(['provisional', 'definitive']),
  previous: z.strictObject({ publication: text, manifestSha256: sha256 }).nullable(),
  replaces: text.nullable(),
  /** The position of the log that the tables show, as a decimal text. */
  position: text.regex(/^\d+$/),
  /** When it was made, ISO 8601, UTC. */
  madeAt: text,
  /** `THEN`, `CURRENT`, or the school year whose map it is. */
  geography: text,
  campaigns: z.array(campaign),
  territories: z.array(territory),
  breakdown: z.array(text),
  catalogue: z.strictObject({
    fingerprint: sha256,
    indicators: z.array(z.strictObject({ id: text, version: z.int(), fingerprint: sha256 })),
    /** The dated map of the catalogue, by code; absent from publications that were made before it was kept. */
    academies: z.array(academy).exactOptional(),
  }),
  tables: z.array(table),
  contentsSha256: sha256,
  synthetic: z.boolean(),
  /** SDMX CL_CONF_STATUS: N is not for publication. */
  confidentiality: z.strictObject({ status: z.enum(['F', 'N', 'C']), disclosureControl: text }),
  licence: text,
  software: z.strictObject({ name: text, version: text }),
  signing: z.strictObject({ algorithm: z.literal('Ed25519'), keyId: sha256, publicKey: text }),
});

/** What a publication is made of, and how each part of it is recognised. */
export type PublicationManifest = z.output<typeof manifest>;
export type ManifestTable = PublicationManifest['tables'][number];
export type ManifestAcademy = z.output<typeof academy>;

/** The bytes that are signed and digested: canonical JSON, without a line end. */
export const manifestText = (one: PublicationManifest): string => canonicalJson(one);

const parsed = <Value>(shape: z.ZodType<Value>, raw: string): Result<Value, string> => {
  try {
    const read = shape.safeParse(JSON.parse(raw));
    if (read.success) return ok(read.data);
    const [issue] = read.error.issues;
    return err(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  } catch {
    return err('not JSON');
  }
};

/** Reads a manifest, or says why a text is none. A text that is not canonical is none. */
export const parseManifest = (raw: string): Result<PublicationManifest, string> => {
  const read = parsed(manifest, raw);
  if (!read.ok || manifestText(read.value) === raw) return read;
  return err('not in canonical form');
};

const signature = z.strictObject({
  publication: text,
  manifestSha256: sha256,
  algorithm: z.literal('Ed25519'),
  keyId: sha256,
  /** SPKI, DER, base64. */
  publicKey: z.base64(),
  /** Over the bytes of the manifest, base64. */
  signature: z.base64(),
});

/** The signature of a manifest, beside it: it cannot be inside what it signs. */
export type ManifestSignature = z.output<typeof signature>;

export const signatureText = (one: ManifestSignature): string => canonicalJson(one);

export const parseSignature = (raw: string): Result<ManifestSignature, string> =>
  parsed(signature, raw);

/** Names of the files beside the tables. */
export const manifestFile = 'manifest.json';
export const signatureFile = 'signature.json';
export const previousFile = (publication: string): string => `previous-${publication}.json`;
