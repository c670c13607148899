import { describe, it } from '@jest/globals';

import { describeFixtures } from '../../testing/codec-fixtures.js';
import { specify } from '../../testing/specify.js';
import { adoption, adoptionCodec, type AdoptDefinitions, type AdoptionEvent } from './index.js';

describeFixtures(adoptionCodec, new URL('./fixtures/', import.meta.url));

const { given } = specify(adoption);
const reason = { fr: 'Une raison', en: 'A reason' };

const command: AdoptDefinitions = {
  type: 'AdoptDefinitions',
  catalogue: 'whole-1',
  indicators: [
    { indicator: 'computers', version: 1, fingerprint: 'c1', reason: null },
    { indicator: 'tablets', version: 1, fingerprint: 't1', reason: null },
  ],
  questionnaires: [{ questionnaire: 'small@2014', fingerprint: 'q1' }],
};

const first: AdoptionEvent = {
  type: 'DefinitionsAdopted',
  data: {
    catalogue: 'whole-1',
    changes: [
      { indicator: 'computers', from: null, to: 1, fingerprint: 'c1', reason: null },
      { indicator: 'tablets', from: null, to: 1, fingerprint: 't1', reason: null },
    ],
    questionnaires: [{ questionnaire: 'small@2014', fingerprint: 'q1' }],
  },
};

describe('the adoption of a catalogue', () => {
  it('tells every definition the first time', () => {
    given().when(command).then(first);
  });

  it('tells nothing while nothing changes', () => {
    given(first).when(command).thenNothing();
  });

  it('tells what changed, from what to what and why', () => {
    given(first)
      .when({
        type: 'AdoptDefinitions',
        catalogue: 'whole-2',
        indicators: [
          { indicator: 'computers', version: 2, fingerprint: 'c2', reason },
          { indicator: 'screens', version: 1, fingerprint: 's1', reason: null },
        ],
        questionnaires: [{ questionnaire: 'small@2018', fingerprint: 'q2' }],
      })
      .then({
        type: 'DefinitionsAdopted',
        data: {
          catalogue: 'whole-2',
          changes: [
            { indicator: 'computers', from: 1, to: 2, fingerprint: 'c2', reason },
            { indicator: 'screens', from: null, to: 1, fingerprint: 's1', reason: null },
            { indicator: 'tablets', from: 1, to: null, fingerprint: null, reason: null },
          ],
          questionnaires: [
            { questionnaire: 'small@2018', fingerprint: 'q2' },
            { questionnaire: 'small@2014', fingerprint: null },
          ],
        },
      });
  });

  it('tells a definition that was rewritten in place, without a reason of its own', () => {
    const [computers, ...others] = command.indicators;
    given(first)
      .when({
        ...command,
        catalogue: 'whole-3',
        indicators: [{ ...computers!, fingerprint: 'other', reason }, ...others],
      })
      .then({
        type: 'DefinitionsAdopted',
        data: {
          catalogue: 'whole-3',
          changes: [{ indicator: 'computers', from: 1, to: 1, fingerprint: 'other', reason: null }],
          questionnaires: [],
        },
      });
  });

  it('tells a new map of territories, which changes no definition', () => {
    given(first)
      .when({ ...command, catalogue: 'whole-4' })
      .then({
        type: 'DefinitionsAdopted',
        data: { catalogue: 'whole-4', changes: [], questionnaires: [] },
      });
  });
});
