import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

import { type Encoding, encodings, importResponses } from '#application/import';
import { type ImportSummary, type ReportLine, reportLineJson } from '#contracts';
import { type Command, Option } from 'commander';

import { wholeArgument } from '../cli/arguments.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import type { Observatory } from '../composition/observatory.js';
import { registerImportSchools } from './import-schools.command.js';
import { commandLineContext } from './origin.js';
import type { Run } from './run.js';

type Options = {
  readonly reason?: string;
  readonly encoding?: Encoding;
  readonly fromLine?: number;
  readonly report?: string;
};

const refusalsShown = 20;
const longestWaitMs = 120_000;

const refusalOf = ({ line, uai, problems }: ReportLine, terminal: Terminal): void => {
  terminal.note(`${terminal.language === 'fr' ? 'Ligne' : 'Line'} ${line} (${uai ?? '?'})`);
  terminal.problems(problems);
};

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

/** Each line of the report: to a file when one is given, as JSON with --json, refusals to a person otherwise. */
const reporter = (path: string | undefined, terminal: Terminal) => {
  const file = path === undefined ? undefined : createWriteStream(path);
  let refused = 0;
  const show = (line: ReportLine): void => {
    if (terminal.json) terminal.line(reportLineJson(line));
    else if (line.effect === 'refused' && (refused += 1) <= refusalsShown)
      refusalOf(line, terminal);
  };
  return {
    write: async (line: ReportLine): Promise<void> => {
      show(line);
      if (file !== undefined && !file.write(`${reportLineJson(line)}\n`)) await once(file, 'drain');
    },
    close: async (): Promise<void> => {
      if (refused > refusalsShown)
        terminal.note(
          `… ${refused - refusalsShown} ${terminal.language === 'fr' ? 'autres refus ; --report FICHIER les garde tous' : 'more refusals; --report FILE keeps them all'}`,
        );
      if (file !== undefined) await new Promise<void>((resolve) => file.end(() => resolve()));
    },
  };
};

const importAnswers = async (
  { services }: Observatory,
  terminal: Terminal,
  {
    campaign,
    path,
    options,
  }: { readonly campaign: string; readonly path: string; readonly options: Options },
): Promise<ExitCode> => {
  const { size } = await stat(path);
  const progress = terminal.progress(basename(path), size);
  const opened = await importResponses(services, createReadStream(path), {
    file: {
      campaign,
      name: basename(path),
      patience: { wait: (delayMs) => wait(delayMs), maxWaitMs: longestWaitMs },
      onProgress: ({ bytesRead }) => progress.update(bytesRead),
      ...(options.reason !== undefined && { reason: options.reason }),
      ...(options.encoding !== undefined && { encoding: options.encoding }),
      ...(options.fromLine !== undefined && { fromLine: options.fromLine }),
    },
    context: commandLineContext('import'),
  });
  if (!opened.ok) {
    progress.stop();
    terminal.problems(opened.error);
    return exitCodes.refused;
  }
  const report = reporter(options.report, terminal);
  try {
    for await (const line of opened.value.report) await report.write(line);
  } finally {
    progress.stop();
    await report.close();
  }
  return tell(opened.value.summary(), terminal);
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
        fr: 'écrit le sort de chaque ligne (NDJSON)',
        en: 'write the fate of each line (NDJSON)',
      }),
    )
    .action((campaign: string, path: string, options: Options) =>
      run.writing((observatory, terminal) =>
        importAnswers(observatory, terminal, { campaign, path, options }),
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
