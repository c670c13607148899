import { type ImportSummary, type ReportLine } from '#contracts';
import { canonicalDeclaration } from '#domain/survey';
import { err, ok, position, type Problem } from '#kernel';

import type { Outcome } from '../../receipt.js';
import type { AnswersRow } from './answers-row.js';
import { type AnswersImportOptions, importAnswers } from './import-answers.js';
import { compiled } from './questionnaire.fixture.js';
import { readerOf } from './read-answers.js';
import { type Fate, type Records, submitRead } from './read-records.js';

export const hashOf = canonicalDeclaration;

export const campaignProblem: Problem = {
  code: 'SCHOOL_NOT_EXPECTED',
  severity: 'error',
  field: 'uai',
  found: '0840803S',
  allowed: { fr: '', en: '' },
  remedy: { fr: '', en: '' },
  message: { fr: '', en: '' },
};

/** What takes rows in, as an import hands records on. */
export const reading =
  (submit: (rows: readonly AnswersRow[]) => Promise<readonly Fate[]>, survey = compiled) =>
  ({ layout, texts }: Records): Promise<readonly Fate[]> =>
    submitRead(texts, readerOf(layout, survey), submit);

/** A campaign that expects every school but one, and remembers what it took in. */
export const campaign = () => {
  const taken = new Map<string, string>();
  const calls: (readonly AnswersRow[])[] = [];
  const take = ({ uai, declaration }: AnswersRow): Outcome => {
    if (uai === campaignProblem.found) return err([campaignProblem]);
    const contentHash = hashOf(declaration);
    const before = taken.get(uai);
    taken.set(uai, contentHash);
    const effect =
      before === undefined ? 'recorded' : before === contentHash ? 'unchanged' : 'corrected';
    return ok({
      submissionId: `event-of-${uai}`,
      stream: `response-c.${uai}`,
      revision: 1,
      position: position(BigInt(taken.size)),
      recordedAt: '2014-05-01T08:00:00Z',
      contentHash,
      effect,
      warnings: [],
    });
  };
  const submit = reading((rows) => {
    calls.push(rows);
    return Promise.resolve(rows.map(take));
  });
  return { taken, calls, submit };
};

type Imported = { readonly report: readonly ReportLine[]; readonly summary: ImportSummary };

const never: AnswersImportOptions['patience'] = {
  wait: () => Promise.resolve(),
  maxWaitMs: 0,
};

export async function* inChunks(
  content: Uint8Array,
  sizes: readonly number[],
): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const size of sizes) yield await Promise.resolve(content.subarray(from, (from += size)));
  yield content.subarray(from);
}

export const importText = async (
  content: string | Uint8Array,
  options: Partial<AnswersImportOptions> & { readonly sizes?: readonly number[] } = {},
): Promise<Imported | readonly Problem[]> => {
  const { sizes = [], ...given } = options;
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const imported = await importAnswers(inChunks(bytes, sizes), {
    compiled,
    submit: campaign().submit,
    hashOf,
    nearest: () => Promise.resolve([]),
    patience: never,
    ...given,
  });
  if (!imported.ok) return imported.error;
  const report: ReportLine[] = [];
  for await (const line of imported.value.report) report.push(line);
  return { report, summary: imported.value.summary() };
};

export const fates = (imported: Imported | readonly Problem[]): readonly string[] => {
  if ('report' in imported) {
    return imported.report.map(({ line, uai, effect, problems }) =>
      [line, uai, effect, ...problems.map(({ code, field }) => `${code}:${field}`)].join(' '),
    );
  }
  return imported.map(({ code, field, remedy }) => `${code}:${field} ${remedy.en}`);
};

export const header =
  'uai;nb_eleves;nb_ordinateurs_fixes;surface;ent_deploye;ent_solution;maintenance;remarque;justification';
export const file = (...lines: readonly string[]): string => [header, ...lines, ''].join('\r\n');

export const belleDeMai = '0131884C;583;60;12,5;oui;netecole;academie|collectivite;"ras; merci";';
export const cassin = '0040019Z;210;0;;non;;NC;;travaux';
export const montDOr = '0040013T;500;40;;;;;;';
