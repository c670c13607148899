import type { Catalogue, Territories } from '#catalogue';
import type { Indicator } from '#domain/indicator';
import { canonicalJson } from '#kernel';

import type { TerritoryRef } from '../../figures.port.js';
import { sha256 } from '../../identity.js';
import type { Extent } from './figures-table.js';
import { csvTable, inOrder, type Table } from './table.js';

/** SHA-256, hexadecimal, of everything that decides a figure of the indicator. Labels do not. */
export const definitionFingerprint = (indicator: Indicator): string =>
  sha256(
    canonicalJson({
      id: indicator.id,
      version: indicator.version,
      survey: indicator.survey,
      source: indicator.source,
      aggregation: indicator.aggregation,
      numerator: indicator.numerator,
      denominator: indicator.denominator ?? null,
      scope: indicator.scope ?? null,
      decimals: indicator.decimals,
    }),
  );

const indicatorColumns = {
  indicator: ({ id }) => id,
  definition_version: ({ version }) => String(version),
  label_fr: ({ label }) => label.fr,
  label_en: ({ label }) => label.en,
  description_fr: ({ description }) => description.fr,
  description_en: ({ description }) => description.en,
  unit_fr: ({ unit }) => unit.fr,
  unit_en: ({ unit }) => unit.en,
  survey: ({ survey }) => survey,
  source: ({ source }) => source,
  aggregation: ({ aggregation }) => aggregation,
  numerator: ({ numerator }) => numerator,
  denominator: ({ denominator }) => denominator ?? '',
  scope: ({ scope }) => scope ?? '',
  direction: ({ direction }) => direction,
  decimals: ({ decimals }) => String(decimals),
  fingerprint: definitionFingerprint,
} satisfies Readonly<Record<string, (indicator: Indicator) => string>>;

/** What each indicator of the figures means and how it is computed. */
export const indicatorsTable = ({ indicators }: Pick<Extent, 'indicators'>): Table =>
  csvTable({
    name: 'indicators.csv',
    cells: false,
    header: Object.keys(indicatorColumns),
    records: indicators.map((indicator) =>
      Object.values(indicatorColumns).map((cell) => cell(indicator)),
    ),
  });

type Named = {
  readonly name: string;
  readonly parent: string;
  readonly from?: string | null;
  readonly until?: string | null;
};

const namedBy = (territories: Territories): ReadonlyMap<string, Named> =>
  new Map<string, Named>([
    ['country FR', { name: 'France', parent: '' }],
    ...territories.academicRegions.map(
      ({ code, name }) => [`academic-region ${code}`, { name, parent: 'country:FR' }] as const,
    ),
    ...territories.academies.map(
      ({ code, name, academicRegion, from, until }) =>
        [
          `academy ${code}`,
          { name, parent: `academic-region:${academicRegion}`, from, until },
        ] as const,
    ),
    ...territories.departments.map(
      ({ code, name }) => [`department ${code}`, { name, parent: '' }] as const,
    ),
  ]);

const territoryRecord =
  (named: ReadonlyMap<string, Named>) =>
  ({ kind, code }: TerritoryRef): readonly string[] => {
    const found = named.get(`${kind} ${code}`);
    return [
      kind,
      code,
      found?.name ?? '',
      found?.parent ?? '',
      found?.from ?? '',
      found?.until ?? '',
    ];
  };

/** The territories of the figures, with the dates between which an académie holds. */
export const territoriesTable = ({ territories }: Catalogue, extent: Extent): Table =>
  csvTable({
    name: 'territories.csv',
    cells: false,
    header: ['territory_kind', 'territory_code', 'name', 'parent', 'valid_from', 'valid_until'],
    records: inOrder(extent.territories, ({ kind, code }) => [kind, code]).map(
      territoryRecord(namedBy(territories)),
    ),
  });
