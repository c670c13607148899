import {
  columnKey,
  columnMissing,
  columnRepeated,
  type NotASchool,
  schoolColumns,
  type SchoolField,
  schoolFields,
  type SchoolsFormat,
  schoolsFormats,
  type Separator,
} from '#contracts';
import type { Territories } from '#catalogue';
import type { SchoolDescription } from '#domain/territory';
import { err, ok, type Problem, type Result, type SchoolYear } from '#kernel';

import { cellsOf } from '../text/cells.js';
import { type Encoding } from '../text/encoding.js';
import { openLines, type TextOptions } from '../text/lines.js';
import type { FileRecord } from '../text/records.js';
import { openTable, readFirstLine, type RowBlock } from '../text/table.js';
import type { SchoolCells } from './school-cells.js';
import { readSchoolRow, type RowContext, type SchoolRow } from './school-row.js';
import { addService, type ServiceCodes, withZones } from './zones.js';

export type SchoolsOptions = {
  readonly territories: Territories;
  /** The school year of a file whose rows bear no date. */
  readonly schoolYear?: SchoolYear;
  /** Who says so; the format's own source when absent. */
  readonly source?: string;
  readonly encoding?: Encoding;
};

type RefusedLine = { readonly line: number; readonly problems: readonly Problem[] };

export type SchoolsReading = {
  readonly format: SchoolsFormat;
  /** Lines that hold a row. */
  readonly rowCount: number;
  /** One for each school and date, by UAI then date, wherever their lines stood. */
  readonly descriptions: readonly SchoolDescription[];
  /** Lines that say the same school again, merged into its description. */
  readonly mergedCount: number;
  /** What the file lists beside schools: UAI by reason. */
  readonly notSchools: ReadonlyMap<NotASchool, readonly string[]>;
  readonly refused: readonly RefusedLine[];
};

type Columns = ReadonlyMap<SchoolField, number>;

const knownColumns = new Set(Object.values(schoolColumns).flat());

const fieldOf = (column: string): SchoolField | undefined =>
  schoolFields.find((field) => schoolColumns[field].includes(columnKey(column)));

const columnsOf = (header: readonly string[]): Result<Columns, readonly Problem[]> => {
  const columns = new Map<SchoolField, number>();
  const repeated: Problem[] = [];
  for (const [at, column] of header.entries()) {
    const field = fieldOf(column);
    if (field !== undefined && columns.has(field)) repeated.push(columnRepeated(column));
    else if (field !== undefined) columns.set(field, at);
  }
  return repeated.length > 0 ? err(repeated) : ok(columns);
};

const missingFrom = (columns: Columns, { requires }: SchoolsFormat): readonly SchoolField[] =>
  requires.filter((field) => !columns.has(field));

type Candidate = { readonly format: SchoolsFormat; readonly missing: readonly SchoolField[] };

const missingShare = ({ format, missing }: Candidate): number =>
  missing.length / format.requires.length;

/** The format whose columns are all there; else the one that lacks the fewest, and which. */
const formatOf = (columns: Columns): Result<SchoolsFormat, readonly Problem[]> => {
  const [nearest] = schoolsFormats
    .map((format) => ({ format, missing: missingFrom(columns, format) }))
    .sort((left, right) => missingShare(left) - missingShare(right));
  if (nearest?.missing.length === 0) return ok(nearest.format);
  return err(
    (nearest?.missing ?? []).map((field) => columnMissing(schoolColumns[field][0] ?? field)),
  );
};

const cellsBy =
  (columns: Columns, cells: readonly string[]): SchoolCells =>
  (field) => {
    const at = columns.get(field);
    return at === undefined ? '' : (cells[at] ?? '').trim();
  };

type SchoolAtLine = Extract<SchoolRow, { kind: 'school' }>;

const isAnnex = ({ description }: SchoolAtLine): boolean => /\bannexe\b/i.test(description.name);

/** Of several lines for one school: the main site, then the one with most lanes, then by name. */
const prevails = (left: SchoolAtLine, right: SchoolAtLine): boolean => {
  if (isAnnex(left) !== isAnnex(right)) return isAnnex(right);
  if (left.laneCount !== right.laneCount) return left.laneCount > right.laneCount;
  return left.description.name <= right.description.name;
};

const keyOf = ({ description }: SchoolAtLine): string =>
  `${description.uai} ${description.effectiveFrom}`;

/** What is read so far; grows line by line. */
type Gathered = {
  readonly schools: Map<string, SchoolAtLine>;
  readonly notSchools: Map<NotASchool, Set<string>>;
  readonly services: ServiceCodes;
  readonly refused: RefusedLine[];
  rowCount: number;
  mergedCount: number;
};

const gatherRow = (gathered: Gathered, row: SchoolRow): void => {
  if (row.kind === 'not-a-school') {
    const known = gathered.notSchools.get(row.reason) ?? new Set();
    gathered.notSchools.set(row.reason, known.add(row.uai));
    if (row.reason === 'service') addService(gathered.services, row);
    return;
  }
  const known = gathered.schools.get(keyOf(row));
  if (known !== undefined) gathered.mergedCount += 1;
  if (known === undefined || prevails(row, known)) gathered.schools.set(keyOf(row), row);
};

const gather = (
  gathered: Gathered,
  record: FileRecord,
  read: (text: string) => Result<SchoolRow, readonly Problem[]>,
): void => {
  gathered.rowCount += 1;
  const row = 'problem' in record ? err([record.problem]) : read(record.text);
  if (row.ok) gatherRow(gathered, row.value);
  else gathered.refused.push({ line: record.line, problems: row.error });
};

const readingOf = (format: SchoolsFormat, gathered: Gathered): SchoolsReading => ({
  format,
  rowCount: gathered.rowCount,
  descriptions: [...gathered.schools.keys()]
    .sort()
    .flatMap((key) => gathered.schools.get(key) ?? [])
    .map(({ description, zones }) => withZones(description, zones, gathered.services)),
  mergedCount: gathered.mergedCount,
  notSchools: new Map([...gathered.notSchools].map(([reason, uais]) => [reason, [...uais].sort()])),
  refused: gathered.refused,
});

type OpenedSchools = {
  readonly format: SchoolsFormat;
  readonly columns: Columns;
  readonly separator: Separator;
  readonly blocks: AsyncIterable<RowBlock>;
};

const openSchools = async (
  source: AsyncIterable<Uint8Array>,
  options: TextOptions,
): Promise<Result<OpenedSchools, readonly Problem[]>> => {
  const lines = await openLines(source, options);
  if (!lines.ok) return err([lines.error]);
  const table = openTable(await readFirstLine(lines.value), knownColumns);
  if (!table.ok) return err([table.error]);

  const columns = columnsOf(table.value.header);
  if (!columns.ok) return columns;
  const format = formatOf(columns.value);
  if (!format.ok) return format;
  const { separator, blocks } = table.value;
  return ok({ format: format.value, columns: columns.value, separator, blocks });
};

const nothingYet = (): Gathered => ({
  schools: new Map(),
  notSchools: new Map(),
  services: new Map(),
  refused: [],
  rowCount: 0,
  mergedCount: 0,
});

/**
 * Reads a file of schools, of any known format, whatever the order of its columns and lines. Refuses a
 * file that is not one; refuses line by line what cannot be true. Holds the schools in memory, not the file.
 */
export const readSchools = async (
  source: AsyncIterable<Uint8Array>,
  options: SchoolsOptions,
): Promise<Result<SchoolsReading, readonly Problem[]>> => {
  const { encoding, territories, schoolYear } = options;
  const opened = await openSchools(source, encoding === undefined ? {} : { encoding });
  if (!opened.ok) return opened;

  const { format, columns, separator, blocks } = opened.value;
  const context: RowContext = { territories, schoolYear, source: options.source ?? format.source };
  const read = (text: string) => readSchoolRow(cellsBy(columns, cellsOf(text, separator)), context);
  const gathered = nothingYet();
  for await (const { rows } of blocks) {
    for (const record of rows) gather(gathered, record, read);
  }
  return ok(readingOf(format, gathered));
};
