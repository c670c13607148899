import type { Catalogue } from '#catalogue';
import type { Indicator } from '#domain/indicator';

import type { FigureReader, Moment, TerritoryRef } from '../../figures.port.js';
import { campaignAsOf, type FrozenCampaign } from '../frozen-campaigns.js';
import type { TablePlan, TableSources } from '../publishing.js';
import { coverageTable } from './coverage-table.js';
import { indicatorsTable, territoriesTable } from './dictionaries.js';
import { figuresTable, latestDefinitions, readFigures } from './figures-table.js';
import { methodologyTables } from './methodology.js';
import { inOrder, type Table } from './table.js';

export type BuiltTables = {
  /** By name. */
  readonly tables: readonly Table[];
  readonly campaigns: readonly FrozenCampaign[];
  readonly territories: readonly TerritoryRef[];
  readonly indicators: readonly Indicator[];
  /** True when synthetic facts are part of it. */
  readonly synthetic: boolean;
};

const france: TerritoryRef = { kind: 'country', code: 'FR' };

const everyTerritory = ({ territories }: Catalogue): readonly TerritoryRef[] => [
  france,
  ...territories.academicRegions.map(({ code }) => ({ kind: 'academic-region' as const, code })),
  ...territories.academies.map(({ code }) => ({ kind: 'academy' as const, code })),
  ...territories.departments.map(({ code }) => ({ kind: 'department' as const, code })),
];

type Lists = { readonly campaigns: readonly FrozenCampaign[]; readonly moment: Moment };

/** Territories with a school that a campaign expects or leaves out, and the country. */
const territoriesOnLists = async (
  reader: FigureReader,
  catalogue: Catalogue,
  { campaigns, moment }: Lists,
): Promise<readonly TerritoryRef[]> => {
  const territories = everyTerritory(catalogue);
  const listed = new Set<string>();
  for (const { campaign } of campaigns) {
    const rows = await reader.coverage({ campaign, territories, breakdown: [], moment });
    for (const { territory, expected, excluded } of rows)
      if (expected + excluded > 0) listed.add(`${territory.kind} ${territory.code}`);
  }
  return territories.filter((one) => one === france || listed.has(`${one.kind} ${one.code}`));
};

/** Those that the plan names, which the catalogue has, or else the latest. */
const definitionsOf = (
  catalogue: Catalogue,
  { definitions }: TablePlan,
  campaigns: readonly FrozenCampaign[],
): readonly Indicator[] =>
  definitions?.flatMap((key) => catalogue.definitions.get(key) ?? []) ??
  latestDefinitions(catalogue, campaigns);

/**
 * The tables of a publication: a function of the log up to the position, of the catalogue and of the plan. The same
 * three give the same bytes, whatever has been recorded since.
 */
export const buildTables = async (
  { figures: reader, catalogue, store }: TableSources,
  plan: TablePlan,
): Promise<BuiltTables> => {
  const moment: Moment = { asOf: plan.position, geography: plan.geography };
  const found = await Promise.all(
    plan.campaigns.map((id) => campaignAsOf(store, id, plan.position)),
  );
  const campaigns = found.filter((one) => one !== undefined);
  const territories = inOrder(
    plan.territories ?? (await territoriesOnLists(reader, catalogue, { campaigns, moment })),
    ({ kind, code }) => [kind, code],
  );
  const indicators = definitionsOf(catalogue, plan, campaigns);
  const extent = { campaigns, indicators, territories, breakdown: plan.breakdown, moment };
  const figures = await readFigures(reader, extent);
  const synthetic = [...figures, ...campaigns].some((one) => one.synthetic);
  const tables = [
    figuresTable(figures),
    await coverageTable(reader, extent),
    indicatorsTable(extent),
    territoriesTable(catalogue, extent),
    ...methodologyTables({ ...plan, campaigns, synthetic }),
  ];
  return {
    tables: inOrder(tables, ({ name }) => [name]),
    campaigns,
    territories,
    indicators,
    synthetic,
  };
};
