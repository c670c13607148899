import type { CoverageRow, FigureReader } from '../../figures.port.js';
import { combinationsOf, type Extent, segmentCells } from './figures-table.js';
import { csvTable, inOrder, type Table } from './table.js';

type Row = CoverageRow & { readonly campaign: string };

const header = [
  'campaign',
  'territory_kind',
  'territory_code',
  'school_type',
  'sector',
  'expected',
  'received',
  'validated',
  'late',
  'excluded',
  'pupils_expected',
  'pupils_received',
  'response_rate',
] as const;

const placeOf = ({ campaign, territory, segment }: Row): readonly string[] => [
  campaign,
  territory.kind,
  territory.code,
  ...segmentCells(segment),
];

const recordOf = (row: Row): readonly string[] => [
  ...placeOf(row),
  ...[row.expected, row.received, row.validated, row.late, row.excluded].map(String),
  row.pupilsExpected,
  row.pupilsReceived,
  row.responseRate ?? '',
];

/** Coverage of every campaign, for each combination of dimensions. */
export const coverageTable = async (reader: FigureReader, extent: Extent): Promise<Table> => {
  const rows: Row[] = [];
  const { territories, moment } = extent;
  for (const { campaign } of extent.campaigns)
    for (const breakdown of combinationsOf(extent.breakdown)) {
      const found = await reader.coverage({ campaign, territories, breakdown, moment });
      rows.push(...found.map((row) => ({ ...row, campaign })));
    }
  return csvTable({
    name: 'coverage.csv',
    cells: true,
    header,
    records: inOrder(rows, placeOf).map(recordOf),
  });
};
