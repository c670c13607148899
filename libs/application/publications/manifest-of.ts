import { manifestFormat, type ManifestTable, type PublicationManifest } from '#contracts';
import { nextVersionOf, previousOf, publicationId, type SeriesState } from '#domain/publication';

import type { Geography } from '../figures.port.js';
import type { PublishInput, Publishing, TablePlan } from './publishing.js';
import type { BuiltTables } from './tables/build-tables.js';
import { academiesOf } from './redrawn-academies.js';
import { definitionFingerprint } from './tables/dictionaries.js';
import { contentsSha256, type Table } from './tables/table.js';

/** `THEN`, `CURRENT`, or the school year. */
const geographyText = (geography: Geography): string =>
  typeof geography === 'string' ? geography : geography.at;

const entryOf = ({ name, mediaType, bytes, rows, sha256, cells }: Table): ManifestTable => ({
  name,
  mediaType,
  bytes,
  rows,
  sha256,
  cells,
});

const disclosureControl = 'none';

type Place = { readonly series: string; readonly state: SeriesState };
type Made = { readonly plan: TablePlan; readonly built: BuiltTables };

/** What is said of a publication, and signed. */
export const manifestOf = (
  { catalogue, signer, software, clock }: Publishing,
  { series, state }: Place,
  { plan, built }: Made,
  { replaces }: Pick<PublishInput, 'replaces'>,
): PublicationManifest => {
  const version = nextVersionOf(state);
  return {
    format: manifestFormat,
    publication: publicationId(series, version),
    series,
    version,
    title: plan.title,
    state: plan.state,
    previous: previousOf(state),
    replaces,
    position: String(plan.position),
    madeAt: clock(),
    geography: geographyText(plan.geography),
    campaigns: built.campaigns.map(({ campaign, survey, schoolYear, title, ...rest }) => ({
      id: campaign,
      survey,
      version: rest.version,
      schoolYear,
      title,
      status: rest.status,
    })),
    territories: built.territories.map(({ kind, code }) => ({ kind, code })),
    breakdown: [...plan.breakdown],
    catalogue: {
      fingerprint: catalogue.fingerprint,
      indicators: built.indicators.map((one) => ({
        id: one.id,
        version: one.version,
        fingerprint: definitionFingerprint(one),
      })),
      academies: [...academiesOf(catalogue.territories)],
    },
    tables: built.tables.map(entryOf),
    contentsSha256: contentsSha256(built.tables),
    synthetic: built.synthetic,
    confidentiality: { status: 'N', disclosureControl },
    licence: 'etalab-2.0',
    software,
    signing: { algorithm: 'Ed25519', keyId: signer.keyId, publicKey: signer.publicKey },
  };
};
