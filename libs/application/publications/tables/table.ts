import { canonicalCsv, type ManifestTable } from '#contracts';
import { canonicalJson } from '#kernel';

import { sha256 } from '../../identity.js';

/** A file of a publication, and what its manifest says of it. */
export type Table = ManifestTable & { readonly content: Uint8Array };

type About = Pick<Table, 'name' | 'mediaType' | 'rows' | 'cells'>;

const tableOf = (about: About, text: string): Table => {
  const content = Buffer.from(text, 'utf8');
  return { ...about, bytes: content.length, sha256: sha256(text), content };
};

type Records = {
  readonly name: string;
  readonly cells: boolean;
  readonly header: readonly string[];
  readonly records: readonly (readonly string[])[];
};

export const csvTable = ({ name, cells, header, records }: Records): Table =>
  tableOf(
    { name, cells, mediaType: 'text/csv; charset=utf-8; header=present', rows: records.length },
    canonicalCsv([header, ...records]),
  );

export const textTable = (name: string, text: string): Table =>
  tableOf({ name, cells: false, mediaType: 'text/markdown; charset=utf-8', rows: null }, text);

/** Over names and digests: two publications of one contents digest are equal, byte for byte. */
export const contentsSha256 = (tables: readonly Pick<Table, 'name' | 'sha256'>[]): string =>
  sha256(canonicalJson(tables.map((table) => ({ name: table.name, sha256: table.sha256 }))));

/** The order of rows: by each column in turn, by UTF-16 code units. No language has a say. */
export const inOrder = <Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => readonly string[],
): readonly Row[] =>
  rows
    .map((row) => ({ row, key: keyOf(row).join('\u0000') }))
    .sort((left, right) => (left.key < right.key ? -1 : Number(left.key > right.key)))
    .map(({ row }) => row);
