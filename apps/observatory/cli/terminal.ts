import { format as formatDecimal, type Decimal, type Problem } from '#kernel';
import { Presets, SingleBar } from 'cli-progress';

import type { Language } from './language.js';

export type Cell = string | number | bigint | null | undefined;

type Progress = {
  readonly update: (done: number, total?: number) => void;
  readonly stop: () => void;
};

/** How a command speaks: results on standard output, everything else on standard error. */
export type Terminal = {
  readonly language: Language;
  /** With --json results are JSON lines and nothing decorates them. */
  readonly json: boolean;
  readonly line: (text: string) => void;
  readonly note: (text: string) => void;
  readonly result: (value: unknown, human: () => void) => void;
  readonly table: (headings: readonly string[], rows: readonly (readonly Cell[])[]) => void;
  readonly problems: (problems: readonly Problem[]) => void;
  readonly progress: (label: string, total: number) => Progress;
};

/** Positions are bigints: JSON has none, so they are strings, as in GraphQL. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? item.toString() : item,
  );

const textOf = (cell: Cell): string => (cell === null || cell === undefined ? '–' : String(cell));

const isNumeric = (text: string): boolean => /^[-+]?[\d\s.,]+( ?%)?$/.test(text) || text === '–';

/** Columns as wide as their longest cell; columns of numbers to the right. */
export const layoutTable = (
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
): string => {
  const texts = rows.map((row) => headings.map((_, index) => textOf(row[index])));
  const widths = headings.map((heading, index) =>
    Math.max(heading.length, ...texts.map((row) => (row[index] ?? '').length)),
  );
  const numeric = headings.map((_, index) => texts.every((row) => isNumeric(row[index] ?? '')));
  const lay = (row: readonly string[]): string =>
    row
      .map((text, index) => {
        const width = widths[index] ?? 0;
        return numeric[index] === true ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [lay(headings), rule, ...texts.map(lay)].join('\n');
};

/** `1234.5` as the language writes it: `1 234,5` or `1,234.5`. */
export const localNumber = (value: string | Decimal | null, language: Language): string => {
  if (value === null) return '–';
  const text = typeof value === 'string' ? value : formatDecimal(value);
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, language === 'fr' ? '\u202f' : ',');
  return fraction === undefined ? grouped : `${grouped}${language === 'fr' ? ',' : '.'}${fraction}`;
};

/** What is wrong, where, what is allowed and what to do, on a line or two. */
export const describeProblem = (problem: Problem, language: Language): string => {
  const { code, field } = problem;
  const [message, allowed, remedy] = [problem.message, problem.allowed, problem.remedy].map(
    (said) => said[language],
  );
  const where = field === '' ? '' : `${field} : `;
  const what = remedy === '' ? '' : ` → ${remedy}`;
  const admitted = language === 'fr' ? 'Admis : ' : 'Allowed: ';
  return `  ${code}  ${where}${message}${what}${allowed === '' ? '' : `\n    ${admitted}${allowed}`}`;
};

const silent: Progress = { update: () => undefined, stop: () => undefined };

const bar = (label: string, total: number): Progress => {
  const single = new SingleBar(
    {
      format: `${label} [{bar}] {percentage}% · {value}/{total} · {duration_formatted}`,
      hideCursor: true,
      etaBuffer: 100,
      stream: process.stderr,
    },
    Presets.rect,
  );
  single.start(Math.max(total, 1), 0);
  return {
    update: (done, newTotal) => {
      if (newTotal !== undefined) single.setTotal(newTotal);
      single.update(done);
    },
    stop: () => single.stop(),
  };
};

/**
 * Whoever reads may stop reading (`| head`): the rest of what is said is dropped, and the command ends as it would
 * have, connections and an embedded database closed in order.
 */
export const dropWhenUnread = (stream: NodeJS.WriteStream): void => {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
};

export const makeTerminal = (language: Language, json: boolean): Terminal => {
  const line = (text: string): void => void process.stdout.write(`${text}\n`);
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  return {
    language,
    json,
    line,
    note,
    result: (value, human) => {
      if (json) line(toJson(value));
      else human();
    },
    table: (headings, rows) => line(layoutTable(headings, rows)),
    problems: (problems) => {
      if (json) line(toJson({ problems }));
      else for (const problem of problems) note(describeProblem(problem, language));
    },
    progress: (label, total) => (process.stderr.isTTY ? bar(label, total) : silent),
  };
};
