import { describe, expect, it } from '@jest/globals';

import { readCatalogue, shippedCatalogue } from '#catalogue';
import { assess, canonicalDeclaration, compileQuestionnaire } from '#domain/survey';
import { err, ok, position } from '#kernel';

import type { Outcome } from '../../receipt.js';
import type { AnswersRow } from '../answers/answers-row.js';
import { importAnswers } from '../answers/import-answers.js';
import { reading } from '../answers/importing.fixture.js';
import { isJustified } from '../../responses/assessment.js';
import { exampleCsv } from './example.js';

const catalogue = await readCatalogue(shippedCatalogue());
if (!catalogue.ok) throw new Error('the catalogue that ships has mistakes');

describe.each([...catalogue.value.questionnaires])('the example of %s', (_, questionnaire) => {
  const compiled = compileQuestionnaire(questionnaire);
  const school = { type: 'ECOLE', sector: 'PU', degree: questionnaire.degree, pupils: null };

  const submitOne = ({ declaration, justifications }: AnswersRow): Outcome => {
    const problems = assess(compiled, { declaration, previous: null, school }).filter(
      (problem) => problem.severity === 'error' || !isJustified(justifications, problem),
    );
    if (problems.length > 0) return err(problems);
    return ok({
      submissionId: 'event',
      stream: 'response',
      revision: 1,
      position: position(1n),
      recordedAt: '2014-05-01T08:00:00Z',
      contentHash: canonicalDeclaration(declaration),
      effect: 'recorded',
      warnings: [],
    });
  };

  it('is imported without a refusal', async () => {
    const bytes = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from(exampleCsv(questionnaire)));
    };
    const imported = await importAnswers(bytes(), {
      compiled,
      submit: reading((rows) => Promise.resolve(rows.map(submitOne)), compiled),
      hashOf: canonicalDeclaration,
      nearest: () => Promise.resolve([]),
      patience: { wait: () => Promise.resolve(), maxWaitMs: 0 },
    });
    if (!imported.ok) throw new Error('the example was refused');
    const fates: unknown[] = [];
    for await (const { uai, effect, problems } of imported.value.report) {
      fates.push([uai, effect, ...problems.map(({ code, field }) => `${code} ${field}`)]);
    }
    expect(fates).toEqual([
      ['9990001X', 'recorded'],
      ['9990002Y', 'recorded'],
      ['9990003Z', 'recorded'],
    ]);
  });
});
