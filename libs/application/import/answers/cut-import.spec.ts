import { describe, expect, it } from '@jest/globals';

import type { ReportLine } from '#contracts';

import { EventLogUnavailable } from '../../event-store.port.js';
import { type AnswersImportOptions, importAnswers } from './import-answers.js';
import {
  belleDeMai,
  campaign,
  cassin,
  fates,
  file,
  hashOf,
  header,
  importText,
  inChunks,
  montDOr,
} from './importing.fixture.js';
import { compiled } from './questionnaire.fixture.js';
import type { Fate, Records } from './read-records.js';

describe('an import that is cut', () => {
  const patience = { wait: () => Promise.resolve(), maxWaitMs: 10_000 };

  /** A log that is away for the first `failures` of its calls, and may have written all the same. */
  const unsteady = (failures: number, submit: AnswersImportOptions['submit']) => {
    let left = failures;
    return async (records: Records): Promise<readonly Fate[]> => {
      const fates = await submit(records);
      left -= 1;
      if (left >= 0) throw new EventLogUnavailable('away');
      return fates;
    };
  };

  it('waits for a log that goes away, and neither loses nor doubles a line', async () => {
    const { taken, submit } = campaign();
    const waits: number[] = [];
    const wait = (delayMs: number): Promise<void> => {
      waits.push(delayMs);
      return Promise.resolve();
    };
    const imported = await importText(file(belleDeMai, cassin, montDOr), {
      submit: unsteady(5, submit),
      patience: { wait, maxWaitMs: 10_000 },
    });
    expect(fates(imported)).toEqual([
      '2 0131884C unchanged',
      '3 0040019Z unchanged',
      '4 0040013T unchanged',
    ]);
    expect([...taken.keys()]).toEqual(['0131884C', '0040019Z', '0040013T']);
    expect(waits).toEqual([100, 200, 400, 800, 1_600]);
  });

  it('gives up when its patience ends: what it has reported holds, and it resumes after it', async () => {
    const { submit } = campaign();
    let calls = 0;
    const failing = (records: Records): Promise<readonly Fate[]> => {
      calls += 1;
      return calls === 1 ? submit(records) : Promise.reject(new EventLogUnavailable('away'));
    };
    const imported = await importAnswers(inChunks(Buffer.from(file(belleDeMai, cassin)), []), {
      compiled,
      submit: failing,
      hashOf,
      nearest: () => Promise.resolve([]),
      patience,
      batchSize: 1,
    });
    if (!imported.ok) throw new Error('the file was refused');
    const report: ReportLine[] = [];
    const consume = async (): Promise<void> => {
      for await (const line of imported.value.report) report.push(line);
    };
    await expect(consume()).rejects.toThrow(new EventLogUnavailable('away'));
    expect(report.map(({ uai }) => uai)).toEqual(['0131884C']);
    expect(imported.value.summary().lastLine).toBe(2);
  });

  it('does not hide a fault of the program behind its patience', async () => {
    const submit = (): Promise<never> => Promise.reject(new TypeError('a bug'));
    await expect(importText(file(belleDeMai), { submit, patience })).rejects.toThrow('a bug');
  });

  it('stops reading when its reader stops, and waits for what is on its way', async () => {
    const { taken, submit } = campaign();
    const imported = await importAnswers(
      inChunks(Buffer.from(file(belleDeMai, cassin, montDOr)), []),
      { compiled, submit, hashOf, nearest: () => Promise.resolve([]), patience, batchSize: 1 },
    );
    if (!imported.ok) throw new Error('the file was refused');
    for await (const line of imported.value.report) {
      expect(line.uai).toBe('0131884C');
      break;
    }
    expect([...taken.keys()]).toEqual(['0131884C', '0040019Z']);
  });
});

describe('the end of a file', () => {
  it('right after the header is told', async () => {
    const imported = await importText(`${header}\n`);
    expect('summary' in imported && imported.summary.warnings.map(({ code }) => code)).toEqual([
      'FILE_HEADER_ONLY',
    ]);
  });

  it('without a line end is told, and its line is taken in', async () => {
    const imported = await importText(`${header}\n${montDOr}`);
    expect(fates(imported)).toEqual(['2 0040013T recorded']);
    expect('summary' in imported && imported.summary.warnings.map(({ code }) => code)).toEqual([
      'LAST_LINE_UNENDED',
    ]);
  });

  it('is approached by the progress that it reports', async () => {
    const seen: number[] = [];
    const content = file(belleDeMai, cassin, montDOr);
    await importText(content, { batchSize: 2, onProgress: ({ rows }) => seen.push(rows) });
    expect(seen).toEqual([2, 3]);
  });
});
