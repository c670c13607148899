import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { type Encoding, encodings, importResponses } from '#application/import';
import type { ImportSummary } from '#contracts';
import { type Command, Option } from 'commander';

import { wholeArgument } from '../cli/arguments.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import { type ImportLanes, lanesFor, openImportLanes } from '../composition/import-lanes.js';
import type { Observatory } from '../composition/observatory.js';
import { openReport } from './import-report.js';
import { registerImportSchools } from './import-schools.command.js';
import { commandLineContext } from './origin.js';
import type { Run } from './run.js';

type Options = {
  readonly reason?: string;
  readonly encoding?: Encoding;
  readonly fromLine?: number;
  readonly report?: string;
  readonly threads?: number;
};

const longestWaitMs = 120_000;
const highWaterMark = 262_144;
const mostThreads = 16;

const tell = (summary: ImportSummary, terminal: Terminal): ExitCode => {
  const french = terminal.language === 'fr';
  terminal.result({ ...summary, kind: 'summary' }, () => {
    terminal.table(
      french
        ? ['Lignes', 'Enregistrées', 'Corrigées', 'Inchangées', 'Refusées', 'Position']
        : ['Lines', 'Recorded', 'Corrected', 'Unchanged', 'Refused', 'Position'],
      [
        [
          summary.rows,
          summary.recorded,
          summary.corrected,
          summary.unchanged,
          summary.refused,
          summary.position,
        ],
      ],
    );
    terminal.problems(summary.warnings);
  });
  return summary.refused === 0 ? exitCodes.done : exitCodes.refused;
};

type Importing = {
  readonly campaign: string;
  readonly path: string;
  readonly options: Options;
  readonly size: number;
  readonly lanes: ImportLanes | undefined;
};

const importAnswers = async (
  { services }: Observatory,
  terminal: Terminal,
  { campaign, path, options, size, lanes }: Importing,
): Promise<ExitCode> => {
  const progress = terminal.progress(basename(path), size);
  const opened = await importResponses(services, createReadStream(path, { highWaterMark }), {
    file: {
      campaign,
      name: basename(path),
      patience: { wait: (delayMs) => wait(delayMs), maxWaitMs: longestWaitMs },
      batchesAhead: lanes === undefined ? 1 : lanes.count + 1,
      onProgress: ({ bytesRead }) => progress.update(bytesRead),
      ...(options.reason !== undefined && { reason: options.reason }),
      ...(options.encoding !== undefined && { encoding: options.encoding }),
      ...(options.fromLine !== undefined && { fromLine: options.fromLine }),
    },
    context: commandLineContext('import'),
    ...(lanes !== undefined && { submitRecords: lanes.submitRecords }),
  });
  if (!opened.ok) {
    progress.stop();
    terminal.problems(opened.error);
    return exitCodes.refused;
  }
  const report = await openReport(options.report, terminal);
  try {
    for await (const line of opened.value.report) await report.write(line);
  } finally {
    progress.stop();
    await report.close();
  }
  return tell(opened.value.summary(), terminal);
};

/** A large file is judged and written by other threads while this one reads it. */
const importInLanes = async (
  observatory: Observatory,
  terminal: Terminal,
  asked: Omit<Importing, 'size' | 'lanes'>,
): Promise<ExitCode> => {
  const { databaseUrl, config } = observatory;
  const { size } = await stat(asked.path);
  const count = Math.min(asked.options.threads ?? lanesFor(size), mostThreads);
  const lanes =
    count === 0
      ? undefined
      : await openImportLanes(count, {
          databaseUrl,
          eventLog: config.eventLog,
          indicatorFolders: config.indicatorFolders,
        });
  try {
    return await importAnswers(observatory, terminal, { ...asked, size, lanes });
  } finally {
    await lanes?.close();
  }
};

const registerAnswers = (parent: Command, run: Run): void => {
  const command = addCommand(parent, 'answers <campagne> <fichier>', {
    fr: 'Importe les réponses d’un fichier CSV ou NDJSON ; le même fichier deux fois ne change rien.',
    en: 'Import the answers of a CSV or NDJSON file; the same file twice changes nothing.',
  });
  command
    .option(
      '--reason <motif>',
      text(command, { fr: 'motif des corrections', en: 'reason of the corrections' }),
    )
    .addOption(
      new Option(
        '--encoding <codage>',
        text(command, { fr: 'codage du fichier', en: 'encoding of the file' }),
      ).choices(encodings),
    )
    .option(
      '--from-line <n>',
      text(command, { fr: 'reprend à cette ligne', en: 'resume at this line' }),
      wholeArgument,
    )
    .option(
      '--report <fichier>',
      text(command, {
        fr: 'garde le sort de chaque ligne (.csv ou .ndjson)',
        en: 'keep the fate of each line (.csv or .ndjson)',
      }),
    )
    .option(
      '--threads <n>',
      text(command, {
        fr: 'fils qui jugent et écrivent les lignes (selon la taille du fichier)',
        en: 'threads that judge and write the lines (by the size of the file)',
      }),
      wholeArgument,
    )
    .action((campaign: string, path: string, options: Options) =>
      run.writing((observatory, terminal) =>
        importInLanes(observatory, terminal, { campaign, path, options }),
      ),
    );
};

export const registerImport = (program: Command, run: Run): void => {
  const parent = addCommand(program, 'import', {
    fr: 'Importe des réponses ou l’annuaire des écoles.',
    en: 'Import answers or the directory of schools.',
  });
  registerAnswers(parent, run);
  registerImportSchools(parent, run);
};
