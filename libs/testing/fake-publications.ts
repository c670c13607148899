import { createHash } from 'node:crypto';

import type { BlobStore, PublicationReader, PublicationSummary, Signer } from '#application';
import { manifestFormat, type ManifestTable, manifestText } from '#contracts';
import { position } from '#kernel';

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const figures = 'indicator,value\ncharte,12.5\n';
const dictionary = 'indicator,label\ncharte,Charte\n';
const keyId = 'ef'.repeat(32);
const publicKey = 'BBBB';

const tableOf = (name: string, text: string, cells: boolean): ManifestTable => ({
  name,
  mediaType: 'text/csv; charset=utf-8; header=present',
  bytes: Buffer.byteLength(text),
  rows: 1,
  sha256: digestOf(text),
  cells,
});

const manifestOf = (id: string, territories: readonly { kind: string; code: string }[]): string =>
  manifestText({
    format: manifestFormat,
    publication: id,
    series: 'etic-1d-2014',
    version: 1,
    title: { fr: 'ETIC 2014', en: 'ETIC 2014' },
    state: 'provisional',
    previous: null,
    replaces: null,
    position: '41',
    madeAt: '2014-07-01T08:00:00.000Z',
    geography: 'CURRENT',
    campaigns: [],
    territories: [...territories],
    breakdown: [],
    catalogue: { fingerprint: '00'.repeat(32), indicators: [] },
    tables: [tableOf('figures.csv', figures, true), tableOf('indicators.csv', dictionary, false)],
    contentsSha256: 'cd'.repeat(32),
    synthetic: true,
    confidentiality: { status: 'N', disclosureControl: 'none' },
    licence: 'etalab-2.0',
    software: { name: 'observatoire', version: 'test' },
    signing: { algorithm: 'Ed25519', keyId, publicKey },
  });

const standing = manifestOf('etic-1d-2014-v2', [
  { kind: 'academy', code: '02' },
  { kind: 'department', code: '013' },
]);
const national = manifestOf('national-v1', [
  { kind: 'country', code: 'FR' },
  { kind: 'academy', code: '16' },
]);

const zones = manifestOf('bassin-v1', [{ kind: 'bassin', code: '02104' }]);
const zonesOfTwo = manifestOf('bassins-v1', [
  { kind: 'bassin', code: '02104' },
  { kind: 'bassin', code: '02900' },
]);
const goneZone = manifestOf('gone-v1', [{ kind: 'circonscription', code: '0130999X' }]);
const schools = manifestOf('schools-v1', [{ kind: 'school', code: '0131884C' }]);

const summary = (id: string, manifest: string): PublicationSummary => ({
  id,
  series: id.slice(0, -3),
  version: 1,
  title: { fr: 'ETIC 2014', en: 'ETIC 2014' },
  state: 'provisional',
  position: position(41n),
  manifestSha256: digestOf(manifest),
  contentsSha256: 'cd'.repeat(32),
  signature: 'AAAA',
  keyId,
  publicKey,
  previous: null,
  replaces: null,
  replacedBy: null,
  synthetic: true,
  frozenAt: '2014-07-01T08:00:00.000000Z',
  withdrawal: null,
});

const ledger: readonly PublicationSummary[] = [
  summary('national-v1', national),
  summary('etic-1d-2014-v2', standing),
  {
    ...summary('etic-1d-2014-v1', standing),
    replacedBy: 'etic-1d-2014-v2',
    withdrawal: { at: '2014-07-02T08:00:00.000000Z', reason: 'effectifs faux' },
  },
];

const stateOf = ({ state, withdrawal }: PublicationSummary): string =>
  withdrawal === null ? state : 'withdrawn';

/** Known by their address alone: their territories are what a test asks about. */
const unlisted = [
  summary('bassin-v1', zones),
  summary('bassins-v1', zonesOfTwo),
  summary('gone-v1', goneZone),
  summary('schools-v1', schools),
];

const publications: PublicationReader = {
  publication: (id) => Promise.resolve([...ledger, ...unlisted].find((one) => one.id === id)),
  publications: ({ state }, { first }) => {
    const rows = ledger.filter((one) => state === undefined || stateOf(one) === state);
    const page = rows.slice(0, first);
    return Promise.resolve({
      rows: page,
      cursors: page.map(({ id }) => id),
      hasNextPage: rows.length > first,
    });
  },
  publicationCount: () => Promise.resolve(ledger.length),
};

const bytes = new Map(
  [standing, national, zones, zonesOfTwo, goneZone, schools, figures, dictionary].map((text) => [
    digestOf(text),
    Buffer.from(text),
  ]),
);

const blobs: Pick<BlobStore, 'bytes'> = {
  bytes: (sha256) => Promise.resolve(bytes.get(sha256)),
};

const signer: Pick<Signer, 'keyId' | 'publicKey'> = { keyId: 'ab'.repeat(32), publicKey: 'CCCC' };

/** Three publications: one of an académie, one of the country, one withdrawn. */
export const fakePublishing = { publications, blobs, signer };
