/** What separates the cells of a line; a spreadsheet set to French writes `;`. */
export const separators = [';', ',', '\t'] as const;
export type Separator = (typeof separators)[number];

/** The cells of one record, or why a text is not one. `column` counts from 1. */
export type SplitRecord =
  | { readonly kind: 'cells'; readonly cells: readonly string[] }
  /** A quoted cell is still open at the end of the text: the record may go on on the next line. */
  | { readonly kind: 'open'; readonly column: number }
  /** A quote where RFC 4180 has none: inside a bare cell, or before more text than a separator. */
  | { readonly kind: 'misquoted'; readonly column: number };

/** Where a quoted cell that opens at `start` closes, or -1; `""` inside it is a quote of its text. */
const closingQuote = (text: string, start: number): number => {
  let at = text.indexOf('"', start + 1);
  while (at !== -1 && text.charCodeAt(at + 1) === 34) at = text.indexOf('"', at + 2);
  return at;
};

const cellEnd = (text: string, start: number, separator: Separator): number => {
  const end = text.indexOf(separator, start);
  return end === -1 ? text.length : end;
};

const splitQuoted = (text: string, separator: Separator): SplitRecord => {
  const cells: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const column = cells.length + 1;
    const isQuoted = text.charCodeAt(at) === 34;
    const close = isQuoted ? closingQuote(text, at) : at - 1;
    if (isQuoted && close === -1) return { kind: 'open', column };

    const end = cellEnd(text, close + 1, separator);
    const bare = text.slice(close + 1, end);
    if (isQuoted ? bare !== '' : bare.includes('"')) return { kind: 'misquoted', column };

    cells.push(isQuoted ? text.slice(at + 1, close).replaceAll('""', '"') : bare);
    at = end + 1;
  }
  return { kind: 'cells', cells };
};

/** Splits one record, without its line end, as RFC 4180 says (ADR-0016). Quoted cells may hold line ends. */
export const splitRecord = (text: string, separator: Separator): SplitRecord =>
  text.includes('"')
    ? splitQuoted(text, separator)
    : { kind: 'cells', cells: text.split(separator) };

/** A cell that a spreadsheet would run as a formula is disarmed by an apostrophe. */
const disarmed = (cell: string): string =>
  /^[=+@\t\r]|^-(?![\d.,]+$)/.test(cell) ? `'${cell}` : cell;

const quoted = (cell: string): string =>
  /[";,\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** One record and its line end, which every reader of RFC 4180 splits into the same cells. */
export const csvRecord = (cells: readonly string[], separator: Separator): string =>
  `${cells.map(quoted).join(separator)}\r\n`;

/** A whole file for spreadsheets: byte order mark, `;`, formulas disarmed. */
export const csvForSpreadsheet = (records: Iterable<readonly string[]>): string => {
  let text = '\uFEFF';
  for (const cells of records) text += csvRecord(cells.map(disarmed), ';');
  return text;
};

const needsQuotes = /[",\r\n]/;

const canonicalCell = (cell: string): string =>
  needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/**
 * A whole file for programs and digests, of one form only: `,`, line feeds, no mark, quotes where RFC 4180 needs
 * them and nowhere else. Formulas are left as they are: a digest is over what is said.
 */
export const canonicalCsv = (records: Iterable<readonly string[]>): string => {
  const lines: string[] = [];
  for (const cells of records) lines.push(`${cells.map(canonicalCell).join(',')}\n`);
  return lines.join('');
};
