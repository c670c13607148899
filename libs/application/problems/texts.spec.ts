import { describe, expect, it } from '@jest/globals';

import { openedSmallObservatory, testContext } from '../../testing/small-observatory.js';
import { executeOnResponse, type ResponseCommand } from '../responses/response-command.js';
import { textProblems } from './text.problems.js';

const fieldsOf = (written: Parameters<typeof textProblems>[0]): readonly string[] =>
  textProblems(written).map(({ field }) => field);

describe('what a person writes in a command', () => {
  it.each([
    [{}],
    [{ reason: null, justifications: [] }],
    [{ reason: 'Deux lignes,\n\tet une tabulation.', title: 'é'.repeat(2_000) }],
  ])('is taken as it is: %j', (written) => {
    expect(fieldsOf(written)).toEqual([]);
  });

  it.each([
    [{ reason: 'x'.repeat(2_001) }, ['reason']],
    [{ message: 'a\u0000b' }, ['message']],
    [{ justification: 'a\u001bb', reason: 'a\ud800' }, ['reason', 'justification']],
    [
      {
        justifications: [
          { rule: 'r', text: 'oui' },
          { rule: 'r', text: 'x'.repeat(2_001) },
        ],
      },
      ['justifications'],
    ],
    [{ justifications: [{ rule: 'r'.repeat(2_001), text: 'oui' }] }, ['justifications']],
  ])('is refused by its field when it is too long or cannot be shown', (written, fields) => {
    expect(fieldsOf(written)).toEqual(fields);
  });

  it('is not recorded when it is refused', async () => {
    const { services, store } = await openedSmallObservatory();
    const before = await store.head();
    const command: ResponseCommand = {
      type: 'WithdrawResponse',
      campaign: 'essai-2014',
      uai: '0130001F',
      reason: 'x'.repeat(2_001),
      expectedRevision: null,
    };
    const outcome = await executeOnResponse(services, command, testContext);

    expect(outcome.ok ? [] : outcome.error.map(({ code }) => code)).toEqual(['TEXT_REFUSED']);
    expect(await store.head()).toBe(before);
  });
});
