import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';

import {
  csvForSpreadsheet,
  reportColumns,
  type ReportLine,
  reportLineJson,
  reportRecords,
} from '#contracts';

import type { Terminal } from '../cli/terminal.js';

/** Takes the fate of each line of an imported file, in order. */
export type ImportReport = {
  readonly write: (line: ReportLine) => Promise<void>;
  readonly close: () => Promise<void>;
};

type Form = { readonly head: string; readonly of: (line: ReportLine) => string };

const markLength = 1;

/** A report that a spreadsheet opens, or NDJSON: the name of the file says which. */
const formOf = (path: string, { language }: Terminal): Form =>
  path.endsWith('.csv')
    ? {
        head: csvForSpreadsheet([reportColumns]),
        of: (line) => csvForSpreadsheet(reportRecords(line, language)).slice(markLength),
      }
    : { head: '', of: (line) => `${reportLineJson(line)}\n` };

const fileReport = async (path: string, terminal: Terminal): Promise<ImportReport> => {
  const form = formOf(path, terminal);
  const file = (await open(path, 'w')).createWriteStream();
  const written = finished(file);
  written.catch(() => undefined);
  const write = async (text: string): Promise<void> => {
    if (file.errored !== null) throw file.errored;
    if (!file.write(text)) await once(file, 'drain');
  };
  await write(form.head);
  return {
    write: (line) => write(form.of(line)),
    close: () => {
      file.end();
      return written;
    },
  };
};

const refusalsShown = 20;

const told = {
  fr: { line: 'Ligne', more: 'autres refus ; --report FICHIER les garde tous' },
  en: { line: 'Line', more: 'more refusals; --report FILE keeps them all' },
} as const;

/** As JSON with --json; to a person, the first refusals and how many more there are. */
const terminalReport = (terminal: Terminal): ImportReport => {
  const words = told[terminal.language];
  let refused = 0;
  const show = (line: ReportLine): void => {
    refused += 1;
    if (refused > refusalsShown) return;
    terminal.note(`${words.line} ${line.line} (${line.uai ?? '?'})`);
    terminal.problems(line.problems);
  };
  return {
    write: (line) => {
      if (terminal.json) terminal.line(reportLineJson(line));
      else if (line.effect === 'refused') show(line);
      return Promise.resolve();
    },
    close: () => {
      if (refused > refusalsShown) terminal.note(`… ${refused - refusalsShown} ${words.more}`);
      return Promise.resolve();
    },
  };
};

/** What the terminal shows and, when a path is given, a file that keeps everything. */
export const openReport = async (
  path: string | undefined,
  terminal: Terminal,
): Promise<ImportReport> => {
  const reports = [
    terminalReport(terminal),
    ...(path === undefined ? [] : [await fileReport(path, terminal)]),
  ];
  return {
    write: async (line) => {
      for (const report of reports) await report.write(line);
    },
    close: async () => {
      for (const report of reports) await report.close();
    },
  };
};
