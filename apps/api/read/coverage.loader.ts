import DataLoader from 'dataloader';

import type { CoverageRow, FigureReader, Moment, TerritoryRef } from '#application';

import { geographyKey } from './geography.js';

type CoverageKey = {
  readonly campaign: string;
  readonly territory: TerritoryRef;
  readonly moment: Moment;
};

export type CoverageLoader = DataLoader<CoverageKey, CoverageRow | undefined, string>;

const groupOf = ({ campaign, moment }: CoverageKey): string =>
  `${campaign} ${geographyKey(moment.geography)} ${String(moment.asOf)}`;

const keyOf = (key: CoverageKey): string =>
  `${groupOf(key)} ${key.territory.kind}:${key.territory.code}`;

const load = async (
  figures: FigureReader,
  keys: readonly CoverageKey[],
): Promise<readonly CoverageRow[]> => {
  const [first] = keys;
  if (first === undefined) return [];
  const { campaign, moment } = first;
  return figures.coverage({
    campaign,
    moment,
    breakdown: [],
    territories: keys.map(({ territory }) => territory),
  });
};

/** Coverage of many territories in one question to the reader for each campaign and moment of a request. */
export const coverageLoader = (figures: FigureReader): CoverageLoader =>
  new DataLoader(
    async (keys) => {
      const rows = new Map<string, CoverageRow>();
      for (const group of new Set(keys.map(groupOf))) {
        const asked = keys.filter((key) => groupOf(key) === group);
        for (const row of await load(figures, asked)) {
          rows.set(`${group} ${row.territory.kind}:${row.territory.code}`, row);
        }
      }
      return keys.map((key) => rows.get(keyOf(key)));
    },
    { cacheKeyFn: keyOf },
  );
