import {
  duplicateInFile,
  fileHeaderOnly,
  type ImportSummary,
  lastLineUnended,
  type ReportLine,
  uaiSuggested,
} from '#contracts';
import type { CompiledQuestionnaire } from '#domain/survey';
import { BrokenAssumption, type Declaration, ok, type Problem, type Result } from '#kernel';

import type { Encoding } from '../text/encoding.js';
import { type Batch, batchesOf, type Entry } from './batches.js';
import { type Patience, patiently } from './patience.js';
import { type AnswersFormat, openAnswers, type OpenedAnswers } from './read-answers.js';
import type { Fate, Records, Taken } from './read-records.js';

/** How far an import is. */
type Progress = {
  readonly bytesRead: number;
  /** Lines whose fate is known. */
  readonly rows: number;
};

export type AnswersImportOptions = {
  readonly compiled: CompiledQuestionnaire;
  /** Reads records and takes them in, fates in their order. Repeating it does no harm. */
  readonly submit: (records: Records) => Promise<readonly Fate[]>;
  readonly hashOf: (declaration: Declaration) => string;
  /** Known schools that a misspelt UAI may have meant, nearest first. */
  readonly nearest: (uai: string) => Promise<readonly string[]>;
  readonly patience: Patience;
  readonly encoding?: Encoding;
  /** The first line to take in, the header being line 1: an interrupted import resumes there. */
  readonly fromLine?: number;
  readonly batchSize?: number;
  /** Batches that may be on their way while the next one is read; one by default. */
  readonly batchesAhead?: number;
  readonly onProgress?: (progress: Progress) => void;
};

export type AnswersImport = {
  readonly format: AnswersFormat;
  /** The fate of each line, in order, as it becomes known. Nothing is read before it is asked for. */
  readonly report: AsyncGenerator<ReportLine>;
  /** What became of the lines reported so far. */
  readonly summary: () => ImportSummary;
};

type Totals = { -readonly [Key in keyof ImportSummary]: ImportSummary[Key] };

/** An import whose file is open. */
type Importing = AnswersImportOptions & Pick<OpenedAnswers, 'layout' | 'read'>;

/** A batch on its way to the log. */
type InFlight = { readonly batch: Batch; readonly fates: Promise<readonly Fate[]> };

const defaultBatchSize = 2_000;

const send = (batch: Batch, { submit, layout, patience }: Importing): InFlight => {
  const texts = batch.entries.flatMap((entry) => (entry.kind === 'record' ? [entry.text] : []));
  const fates =
    texts.length === 0 ? Promise.resolve([]) : patiently(() => submit({ layout, texts }), patience);
  // awaited in its turn; until then a failure is not unhandled
  fates.catch(() => undefined);
  return { batch, fates };
};

const nothingWritten = { submissionId: null, position: null, problems: [] } as const;

const refused = (line: number, uai: string | null, problems: readonly Problem[]): ReportLine => ({
  ...nothingWritten,
  line,
  uai,
  effect: 'refused',
  problems,
});

const mostSuggestions = 200;

/** Suggestions cost a query each: a file full of misspelt schools gets them for its first lines. */
const suggesting = ({ nearest, patience }: AnswersImportOptions) => {
  let asked = 0;
  return async (uai: string, problems: readonly Problem[]): Promise<readonly Problem[]> => {
    const isMisspelt = problems.some(({ code }) => code.startsWith('UAI_'));
    if (!isMisspelt || asked >= mostSuggestions) return problems;
    asked += 1;
    const schools = await patiently(() => nearest(uai), patience);
    return problems.map((problem) =>
      problem.code.startsWith('UAI_') ? uaiSuggested(problem, schools) : problem,
    );
  };
};

type Suggest = ReturnType<typeof suggesting>;

const ofTaken = (
  { line, uai, seen }: Extract<Entry, { kind: 'record' }>,
  { effect, submissionId, position, contentHash, warnings }: Taken,
): ReportLine => {
  seen.contentHash = contentHash;
  return { line, uai, effect, submissionId, position, problems: warnings };
};

/** A school once more: its record is read here, for it goes no further. */
const ofRepeat = (
  { line, uai, text, first }: Extract<Entry, { kind: 'repeat' }>,
  { read, hashOf }: Importing,
): ReportLine => {
  const row = read(text);
  if (!row.ok) return refused(line, uai, row.error);
  return first.contentHash !== null && first.contentHash === hashOf(row.value.declaration)
    ? { ...nothingWritten, line, uai, effect: 'unchanged' }
    : refused(line, uai, [duplicateInFile(uai, first.line)]);
};

const reportBatch = async (
  { batch, fates }: InFlight,
  importing: Importing,
  suggest: Suggest,
): Promise<readonly ReportLine[]> => {
  const known = (await fates).values();
  const report: ReportLine[] = [];
  for (const entry of batch.entries) {
    if (entry.kind === 'refused') report.push(refused(entry.line, null, [entry.problem]));
    else if (entry.kind === 'repeat') report.push(ofRepeat(entry, importing));
    else {
      const { value: fate, done } = known.next();
      if (done === true) throw new BrokenAssumption('submit answered too few fates');
      if (fate.ok) report.push(ofTaken(entry, fate.value));
      else report.push(refused(entry.line, entry.uai, await suggest(entry.uai, fate.error)));
    }
  }
  return report;
};

const count = (totals: Totals, { line, effect, position }: ReportLine): void => {
  totals.rows += 1;
  totals[effect] += 1;
  totals.lastLine = line;
  if (effect === 'unchanged' || position === null) return;
  if (totals.position === null || position > totals.position) totals.position = position;
};

const closing = (totals: Totals, { bytesRead, isUnended }: Batch): void => {
  totals.bytesRead = bytesRead;
  if (isUnended) totals.warnings = [...totals.warnings, lastLineUnended()];
};

/** While batches are on their way, the next one is read. */
async function* inOrder(
  batches: AsyncIterable<Batch>,
  importing: Importing,
): AsyncGenerator<InFlight> {
  const { batchesAhead = 1 } = importing;
  const sent: InFlight[] = [];
  try {
    for await (const batch of batches) {
      sent.push(send(batch, importing));
      if (sent.length > batchesAhead) yield sent.shift() as InFlight;
    }
    while (sent.length > 0) yield sent.shift() as InFlight;
  } finally {
    await Promise.allSettled(sent.map(({ fates }) => fates));
  }
}

async function* reported(
  batches: AsyncIterable<Batch>,
  importing: Importing,
  totals: Totals,
): AsyncGenerator<ReportLine> {
  const suggest = suggesting(importing);
  for await (const inFlight of inOrder(batches, importing)) {
    for (const line of await reportBatch(inFlight, importing, suggest)) {
      count(totals, line);
      yield line;
    }
    closing(totals, inFlight.batch);
    importing.onProgress?.({ bytesRead: totals.bytesRead, rows: totals.rows });
  }
  if (totals.rows === 0) totals.warnings = [...totals.warnings, fileHeaderOnly()];
}

const nothingYet = (): Totals => ({
  rows: 0,
  recorded: 0,
  corrected: 0,
  unchanged: 0,
  refused: 0,
  bytesRead: 0,
  lastLine: 0,
  position: null,
  warnings: [],
});

/**
 * Takes in a file of answers, of any size, in flat memory. Every line has its fate in the report; a line
 * that is refused costs no other. The same file again changes nothing, so that an import that was cut is
 * simply run again, or resumed `fromLine`. A log that goes away is waited for; when patience ends, the
 * report throws `EventLogUnavailable`, and what it has reported holds.
 */
export const importAnswers = async (
  source: AsyncIterable<Uint8Array>,
  options: AnswersImportOptions,
): Promise<Result<AnswersImport, readonly Problem[]>> => {
  const { compiled, encoding, fromLine = 1, batchSize = defaultBatchSize } = options;
  const opened = await openAnswers(source, compiled, encoding === undefined ? {} : { encoding });
  if (!opened.ok) return opened;

  const { layout, read, blocks } = opened.value;
  const totals = nothingYet();
  const batches = batchesOf(blocks, { batchSize, fromLine });
  const report = reported(batches, { ...options, layout, read }, totals);
  return ok({ format: layout.format, report, summary: () => ({ ...totals }) });
};
