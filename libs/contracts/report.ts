import type { Bilingual, Position, Problem } from '#kernel';

/** What became of one line of a file. */
export type ReportLine = {
  readonly line: number;
  /** As written when it cannot be read; null where the line names no school. */
  readonly uai: string | null;
  readonly effect: 'recorded' | 'corrected' | 'unchanged' | 'refused';
  /** The id of the event that recorded it; null when nothing was written. */
  readonly submissionId: string | null;
  readonly position: Position | null;
  /** Errors of a refused line, warnings of the others. */
  readonly problems: readonly Problem[];
};

/** What became of a file so far, or at its end. */
export type ImportSummary = {
  readonly rows: number;
  readonly recorded: number;
  readonly corrected: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly bytesRead: number;
  /** The last line whose fate is known: an interrupted import may resume after it. */
  readonly lastLine: number;
  /** Figures asked for at least at this position reflect the whole file; null when it changed nothing. */
  readonly position: Position | null;
  /** What is to be said of the file as a whole. */
  readonly warnings: readonly Problem[];
};

/** A report line as JSON writes it: positions are texts. */
export const reportLineJson = (line: ReportLine): string =>
  JSON.stringify({ ...line, position: line.position === null ? null : String(line.position) });

export const reportColumns: readonly string[] = [
  'line',
  'uai',
  'effect',
  'submission_id',
  'position',
  'code',
  'field',
  'found',
  'message',
  'allowed',
  'remedy',
];

type Language = keyof Bilingual;

/** A report line as records of a CSV file: one for each problem, one at least. */
export const reportRecords = (
  line: ReportLine,
  language: Language,
): readonly (readonly string[])[] => {
  const fate = [
    String(line.line),
    line.uai ?? '',
    line.effect,
    line.submissionId ?? '',
    String(line.position ?? ''),
  ];
  if (line.problems.length === 0) return [[...fate, '', '', '', '', '', '']];
  return line.problems.map(({ code, field, found, message, allowed, remedy }) => [
    ...fate,
    code,
    field,
    found,
    message[language],
    allowed[language],
    remedy[language],
  ]);
};
