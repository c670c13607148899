import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

import {
  absorptionOrder,
  applySchools,
  closeMissed,
  type MissedSchool,
  missedSchools,
  previewSchools,
  proposedAbsorptions,
  type SchoolChange,
} from '#application';
import { type Encoding, encodings, readSchools, type SchoolsReading } from '#application/import';
import { ok, type Problem, type Result, type SchoolYear } from '#kernel';
import { type Command, Option } from 'commander';

import { schoolYearArgument, wholeArgument } from '../cli/arguments.js';
import { confirmed } from '../cli/confirm.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import type { Language } from '../cli/language.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import type { Observatory } from '../composition/observatory.js';
import { commandLineContext } from './origin.js';
import type { Run } from './run.js';
import { factName } from './school-facts.js';

type Options = {
  readonly year?: readonly SchoolYear[];
  readonly source?: string;
  readonly encoding?: Encoding;
  readonly complete?: true;
  readonly closingAtMost: number;
  readonly dryRun?: true;
  readonly yes?: true;
};

/** What was read of a file, and the schools that it closes by not naming them. */
type ReadFile = { readonly reading: SchoolsReading; readonly missed: readonly MissedSchool[] };

const changesShown = 20;
const mostPercentClosing = 10;

const bytesOf = (path: string): AsyncIterable<Uint8Array> =>
  path.endsWith('.gz')
    ? pipeline(createReadStream(path), createGunzip(), () => undefined)
    : createReadStream(path);

const tellReading = (reading: SchoolsReading, terminal: Terminal): void => {
  const french = terminal.language === 'fr';
  // a file of several years describes each school once a year
  const schools = new Set(reading.descriptions.map(({ uai }) => uai)).size;
  terminal.note(
    french
      ? `${reading.format.label[terminal.language]} : ${reading.rowCount} lignes, ${schools} écoles, ${reading.mergedCount} lignes réunies, ${reading.refused.length} refusées`
      : `${reading.format.label[terminal.language]}: ${reading.rowCount} lines, ${schools} schools, ${reading.mergedCount} lines merged, ${reading.refused.length} refused`,
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
  const rows = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => [factName(kind, terminal.language), count] as const);
  terminal.table(terminal.language === 'fr' ? ['Fait', 'Nombre'] : ['Fact', 'Count'], [
    ...rows,
    [terminal.language === 'fr' ? 'inchangées' : 'unchanged', unchanged],
  ]);
};

const describeChange = (
  { uai, kind, before, after, since }: SchoolChange,
  language: Language,
): string =>
  `${uai}  ${factName(kind, language)}  ${before === null ? '' : `${before} → `}${after}  (${since})`;

/** Absorptions that names tell are proposed, never recorded by an import. */
const tellProposals = (orders: readonly string[], terminal: Terminal): void => {
  if (orders.length === 0) return;
  terminal.line(
    terminal.language === 'fr'
      ? `Absorptions que des noms annoncent (${String(orders.length)}), non enregistrées ; pour les décider :`
      : `Absorptions that names tell (${String(orders.length)}), not recorded; to decide them:`,
  );
  for (const order of orders) terminal.line(`  observatory ${order}`);
};

const tellMissed = (missed: readonly MissedSchool[], terminal: Terminal): void => {
  if (missed.length === 0) return;
  terminal.line(
    terminal.language === 'fr'
      ? `Écoles que le fichier ne nomme plus (${String(missed.length)}), fermées :`
      : `Schools that the file no longer names (${String(missed.length)}), closed:`,
  );
  for (const { uai, name, academy, on } of missed.slice(0, changesShown))
    terminal.line(`  ${uai}  ${name}, ${academy}  (${on})`);
  if (missed.length > changesShown) terminal.line(`  … +${String(missed.length - changesShown)}`);
};

/** Shows what would change; true when something would be recorded, a confirmation included. */
const foresee = async (
  { services }: Observatory,
  { reading, missed }: ReadFile,
  terminal: Terminal,
): Promise<boolean> => {
  const foreseen = await previewSchools(services, reading.descriptions);
  const proposals = proposedAbsorptions(reading.descriptions).map((one) => absorptionOrder(one));
  terminal.result({ kind: 'preview', ...foreseen, missed, proposals }, () => {
    tellCounts(foreseen.counts, foreseen.unchanged, terminal);
    for (const change of foreseen.changes.slice(0, changesShown)) {
      terminal.line(`  ${describeChange(change, terminal.language)}`);
    }
    const more = foreseen.changes.length - changesShown;
    if (more > 0) terminal.line(`  … +${more}`);
    tellMissed(missed, terminal);
    tellProposals(proposals, terminal);
  });
  return missed.length > 0 || Object.values(foreseen.counts).some((count) => count > 0);
};

const apply = async (
  { services }: Observatory,
  { reading, missed }: ReadFile,
  terminal: Terminal,
): Promise<void> => {
  const label = terminal.language === 'fr' ? 'Écoles' : 'Schools';
  const progress = terminal.progress(label, reading.descriptions.length);
  const context = commandLineContext('territory-change');
  const importId = context.correlationId;
  const applied = await applySchools(services, reading.descriptions, {
    context,
    onProgress: ({ done, total }) => progress.update(done, total),
  }).finally(() => progress.stop());
  const closing = await closeMissed(services, missed, context);
  for (const { problems } of closing.refused) terminal.problems(problems);
  const position = closing.position ?? applied.position;
  const done = terminal.language === 'fr' ? 'Annuaire à jour' : 'Directory up to date';
  const { closed } = closing;
  terminal.result({ kind: 'applied', importId, ...applied, closed, position }, () =>
    terminal.line(position === null ? done : `${done} · position ${position} · import ${importId}`),
  );
};

const closedByOmission = (
  { services }: Observatory,
  reading: SchoolsReading,
  { complete, closingAtMost }: Options,
): Promise<Result<readonly MissedSchool[], readonly Problem[]>> =>
  complete === true ? missedSchools(services, reading, closingAtMost) : Promise.resolve(ok([]));

/** Reads a file, tells what is in it, and finds whom it misses. */
const readFile = async (
  observatory: Observatory,
  terminal: Terminal,
  { path, options }: { readonly path: string; readonly options: Options },
): Promise<Result<ReadFile, readonly Problem[]>> => {
  await stat(path);
  const schoolYear = options.year?.[0];
  const reading = await readSchools(bytesOf(path), {
    territories: observatory.catalogue.territories,
    ...(schoolYear !== undefined && { schoolYear }),
    ...(options.source !== undefined && { source: options.source }),
    ...(options.encoding !== undefined && { encoding: options.encoding }),
  });
  if (!reading.ok) return reading;
  tellReading(reading.value, terminal);
  const missed = await closedByOmission(observatory, reading.value, options);
  return missed.ok ? ok({ reading: reading.value, missed: missed.value }) : missed;
};

const importSchools = async (
  observatory: Observatory,
  terminal: Terminal,
  named: { readonly path: string; readonly options: Options },
): Promise<ExitCode> => {
  const file = await readFile(observatory, terminal, named);
  if (!file.ok) {
    terminal.problems(file.error);
    return exitCodes.refused;
  }
  const { options } = named;
  const changes = await foresee(observatory, file.value, terminal);
  if (changes && options.dryRun !== true && (await confirmed(terminal, options.yes === true))) {
    await apply(observatory, file.value, terminal);
  }
  return file.value.reading.refused.length === 0 ? exitCodes.done : exitCodes.refused;
};

export const registerImportSchools = (parent: Command, run: Run): void => {
  const command = addCommand(parent, 'schools <fichier>', {
    fr: 'Importe un annuaire d’écoles (CSV, ou .csv.gz), après avoir montré ce qui change.',
    en: 'Import a directory of schools (CSV, or .csv.gz), after showing what changes.',
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
      '--complete',
      text(command, {
        fr: 'le fichier nomme toutes les écoles ouvertes de ses académies, types et secteurs : ferme les autres',
        en: 'the file names every open school of its académies, types and sectors: close the others',
      }),
    )
    .option(
      '--closing-at-most <pourcent>',
      text(command, {
        fr: 'refuse de fermer une plus grande part d’une académie (10)',
        en: 'refuse to close a larger share of an académie (10)',
      }),
      wholeArgument,
      mostPercentClosing,
    )
    .option(
      '--dry-run',
      text(command, {
        fr: 'montre ce qui changerait, n’écrit rien',
        en: 'show what would change, write nothing',
      }),
    )
    .option('--yes', text(command, { fr: 'applique sans demander', en: 'apply without asking' }))
    .action((path: string, options: Options) =>
      // whom a complete file misses is found in the directory, which has to be up to date
      (options.complete === true ? run.reading : run.writing)((observatory, terminal) =>
        importSchools(observatory, terminal, { path, options }),
      ),
    );
};
