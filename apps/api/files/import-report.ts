import type { AnswersImport } from '#application/import';
import { type ReportLine, reportLineJson } from '#contracts';
import type { Problem } from '#kernel';
import { type Fault, faultOf, type Language } from '#platform';

/** Which lines of a file the report tells: all of them, or those that were not taken in. */
type ReportScope = 'all' | 'refused';

const line = (value: object): string =>
  `${JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? String(member) : member))}\n`;

const isTold = ({ effect }: ReportLine, scope: ReportScope): boolean =>
  scope === 'all' || effect === 'refused';

const faultLine = (fault: Fault, { summary }: AnswersImport, language: Language): string =>
  line({
    kind: 'fault',
    code: fault.code,
    message: fault.text[language],
    resumeFromLine: summary().lastLine + 1,
    ...summary(),
  });

type Telling = {
  readonly scope: ReportScope;
  readonly language: Language;
  readonly onFault: (fault: Fault) => void;
};

/**
 * The report of an import, as NDJSON: a line for each line of the file as its fate becomes known, then
 * `{"kind":"summary", …}`. A fault on the way ends it with `{"kind":"fault", …, "resumeFromLine": n}`:
 * everything reported before it stands.
 */
export async function* importReport(
  imported: AnswersImport,
  { scope, language, onFault }: Telling,
): AsyncGenerator<string> {
  try {
    for await (const told of imported.report) {
      if (isTold(told, scope)) yield `${reportLineJson(told)}\n`;
    }
    yield line({ kind: 'summary', ...imported.summary() });
  } catch (error) {
    const fault = faultOf(error);
    onFault(fault);
    yield faultLine(fault, imported, language);
  }
}

/** Why a file was refused as a whole. */
export const refusedFile = (problems: readonly Problem[]): string =>
  line({ kind: 'refused', problems });
