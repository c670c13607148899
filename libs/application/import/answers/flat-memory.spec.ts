import { beforeAll, describe, expect, it } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { ReportLine } from '#contracts';
import { canonicalDeclaration } from '#domain/survey';
import { checkLetterOf, ok, position } from '#kernel';

import type { Outcome } from '../../receipt.js';
import type { AnswersRow } from './answers-row.js';
import { importAnswers } from './import-answers.js';
import { reading } from './importing.fixture.js';
import { compiled } from './questionnaire.fixture.js';

const megabyte = 1_048_576;
const hash = 'f'.repeat(64);

const accepted = ({ uai }: AnswersRow): Outcome =>
  ok({
    submissionId: uai,
    stream: uai,
    revision: 1,
    position: position(1n),
    recordedAt: '2014-05-01T08:00:00Z',
    contentHash: hash,
    effect: 'recorded',
    warnings: [],
  });

const open = (source: AsyncIterable<Uint8Array>) =>
  importAnswers(source, {
    compiled,
    submit: reading((rows) => Promise.resolve(rows.map(accepted))),
    hashOf: canonicalDeclaration,
    nearest: () => Promise.resolve([]),
    patience: { wait: () => Promise.resolve(), maxWaitMs: 0 },
  });

let collect: () => void;

beforeAll(() => {
  setFlagsFromString('--expose-gc');
  collect = runInNewContext('gc') as () => void;
});

const heldBytes = (): number => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

const header = `uai;${compiled.codes.join(';')};# note\n`;
const schoolCount = 60_000;
const note = 'x'.repeat(5_300);

async function* national(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(header);
  for (let school = 0; school < schoolCount; school += 100) {
    const lines = Array.from({ length: 100 }, (_, index) => {
      const digits = String(1_000_000 + school + index);
      return `${digits}${checkLetterOf(digits)};${String(school % 1_000)};10;12,5;oui;autre;;;${note}\n`;
    });
    yield Buffer.from(lines.join(''));
    // as a file does: other work may be done between two reads
    await Promise.resolve();
  }
}

async function* longLines(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(header);
  const remark = Buffer.alloc(1_000_000, 'x');
  for (let digits = 1_000_000; digits < 1_000_300; digits += 1) {
    yield Buffer.from(`${String(digits)}${checkLetterOf(String(digits))};1;;;;;;;`);
    yield remark;
    yield Buffer.from('\n');
    await Promise.resolve();
  }
}

async function* endlessLine(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${header}0131884C;1;`);
  const filling = Buffer.alloc(4 * megabyte, 'x');
  for (let read = 0; read < 2_048; read += 4) yield filling;
  yield Buffer.from('\n0040013T;500;40;;;;;;\n');
  await Promise.resolve();
}

/** Imports a whole file, looking at the memory every so many lines. */
const imported = async (source: AsyncIterable<Uint8Array>, every: number) => {
  const opened = await open(source);
  if (!opened.ok) throw new Error('the file was refused');
  const before = heldBytes();
  let most = 0;
  let lines = 0;
  for await (const { effect } of opened.value.report) {
    if (effect === 'recorded') lines += 1;
    if (lines % every === 0) most = Math.max(most, heldBytes() - before);
  }
  return { lines, most, bytesRead: opened.value.summary().bytesRead };
};

describe('the memory that an import takes', () => {
  it('stays flat while 60,000 schools come in a file of 300 MB', async () => {
    const { lines, most, bytesRead } = await imported(national(), 5_000);
    expect(lines).toBe(schoolCount);
    expect(bytesRead).toBeGreaterThan(300 * megabyte);
    expect(most).toBeLessThan(64 * megabyte);
  });

  it('stays flat on lines of 1 MB each', async () => {
    const { lines, most } = await imported(longLines(), 20);
    expect(lines).toBe(300);
    expect(most).toBeLessThan(64 * megabyte);
  });

  it('stays flat on a line of 2 GB, which is refused; the next line is read', async () => {
    const opened = await open(endlessLine());
    if (!opened.ok) throw new Error('the file was refused');
    const before = heldBytes();
    const report: ReportLine[] = [];
    for await (const line of opened.value.report) report.push(line);
    expect(report.map(({ line, effect, problems }) => [line, effect, problems[0]?.code])).toEqual([
      [2, 'refused', 'LINE_TOO_LONG'],
      [3, 'recorded', undefined],
    ]);
    expect(opened.value.summary().bytesRead).toBeGreaterThan(2_048 * megabyte);
    expect(heldBytes() - before).toBeLessThan(64 * megabyte);
  });
});
