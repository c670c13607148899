import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

import { applySchools, previewSchools } from '#application';
import { type Encoding, encodings, readSchools, type SchoolsReading } from '#application/import';
import type { SchoolYear } from '#kernel';
import { type Command, Option } from 'commander';

import { schoolYearArgument } from '../cli/arguments.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import type { Observatory } from '../composition/observatory.js';
import { commandLineContext } from './origin.js';
import type { Run } from './run.js';

type Options = {
  readonly year?: readonly SchoolYear[];
  readonly source?: string;
  readonly encoding?: Encoding;
  readonly dryRun?: true;
};

const changesShown = 20;

const bytesOf = (path: string): AsyncIterable<Uint8Array> =>
  path.endsWith('.gz') ? createReadStream(path).pipe(createGunzip()) : createReadStream(path);

const tellReading = (reading: SchoolsReading, terminal: Terminal): void => {
  const french = terminal.language === 'fr';
  terminal.note(
    french
      ? `${reading.format.label[terminal.language]} : ${reading.rowCount} lignes, ${reading.descriptions.length} écoles, ${reading.mergedCount} lignes réunies, ${reading.refused.length} refusées`
      : `${reading.format.label[terminal.language]}: ${reading.rowCount} lines, ${reading.descriptions.length} schools, ${reading.mergedCount} lines merged, ${reading.refused.length} refused`,
  );
  for (const { line, problems } of reading.refused.slice(0, changesShown)) {
    terminal.note(`${french ? 'Ligne' : 'Line'} ${line}`);
    terminal.problems(problems);
  }
};

const tellCounts = (
  counts: Readonly<Record<string, number>>,
  unchanged: number,
  terminal: Terminal,
): void => {
  const rows = Object.entries(counts).filter(([, count]) => count > 0);
  terminal.table(terminal.language === 'fr' ? ['Fait', 'Nombre'] : ['Fact', 'Count'], [
    ...rows,
    [terminal.language === 'fr' ? 'inchangées' : 'unchanged', unchanged],
  ]);
};

const preview = async (
  { services }: Observatory,
  reading: SchoolsReading,
  terminal: Terminal,
): Promise<void> => {
  const foreseen = await previewSchools(services, reading.descriptions);
  terminal.result(foreseen, () => {
    tellCounts(foreseen.counts, foreseen.unchanged, terminal);
    for (const change of foreseen.changes.slice(0, changesShown))
      terminal.line(`  ${JSON.stringify(change)}`);
    if (foreseen.changes.length > changesShown)
      terminal.line(`  … ${foreseen.changes.length - changesShown}`);
  });
};

const apply = async (
  { services }: Observatory,
  reading: SchoolsReading,
  terminal: Terminal,
): Promise<void> => {
  const progress = terminal.progress('schools', reading.descriptions.length);
  const applied = await applySchools(services, reading.descriptions, {
    context: commandLineContext('territory-change'),
    onProgress: ({ done, total }) => progress.update(done, total),
  }).finally(() => progress.stop());
  terminal.result(applied, () => tellCounts(applied.counts, applied.unchanged, terminal));
};

const importSchools = async (
  observatory: Observatory,
  terminal: Terminal,
  { path, options }: { readonly path: string; readonly options: Options },
): Promise<ExitCode> => {
  await stat(path);
  const schoolYear = options.year?.[0];
  const reading = await readSchools(bytesOf(path), {
    territories: observatory.catalogue.territories,
    ...(schoolYear !== undefined && { schoolYear }),
    ...(options.source !== undefined && { source: options.source }),
    ...(options.encoding !== undefined && { encoding: options.encoding }),
  });
  if (!reading.ok) {
    terminal.problems(reading.error);
    return exitCodes.refused;
  }
  tellReading(reading.value, terminal);
  if (options.dryRun === true) await preview(observatory, reading.value, terminal);
  else await apply(observatory, reading.value, terminal);
  return reading.value.refused.length === 0 ? exitCodes.done : exitCodes.refused;
};

export const registerImportSchools = (parent: Command, run: Run): void => {
  const command = addCommand(parent, 'schools <fichier>', {
    fr: 'Importe un annuaire d’écoles (CSV, ou .csv.gz) ; --dry-run montre ce qui changerait.',
    en: 'Import a directory of schools (CSV, or .csv.gz); --dry-run shows what would change.',
  });
  command
    .option(
      '-y, --year <année>',
      text(command, {
        fr: 'année scolaire d’un fichier sans date',
        en: 'school year of a file without dates',
      }),
      schoolYearArgument,
    )
    .option('--source <source>', text(command, { fr: 'qui le dit', en: 'who says so' }))
    .addOption(
      new Option(
        '--encoding <codage>',
        text(command, { fr: 'codage du fichier', en: 'encoding of the file' }),
      ).choices(encodings),
    )
    .option(
      '--dry-run',
      text(command, {
        fr: 'montre ce qui changerait, n’écrit rien',
        en: 'show what would change, write nothing',
      }),
    )
    .action((path: string, options: Options) =>
      run.writing((observatory, terminal) =>
        importSchools(observatory, terminal, { path, options }),
      ),
    );
};
