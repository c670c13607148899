import { describe, it } from '@jest/globals';

import {
  correcting,
  corrected,
  first,
  saving,
  second,
  submitted,
  submitting,
  validated,
  validating,
  withdrawing,
} from '../../testing/response-deeds.js';
import { specify } from '../../testing/specify.js';
import type { Circumstances } from './circumstances.js';
import { response, type ResponseCommand } from './response.decider.js';
import type { ResponseEvent } from './response.events.js';

const { given } = specify(response);

type On = Partial<Circumstances>;

const attempts: readonly (readonly [
  string,
  readonly ResponseEvent[],
  (on: On) => ResponseCommand,
])[] = [
  ['a draft', [], (on) => saving(first, on)],
  ['a submission', [], (on) => submitting(first, on)],
  ['a correction', [submitted(first)], (on) => correcting(second, 'oubli', on)],
  ['a withdrawal', [submitted(first)], (on) => withdrawing('erreur', on)],
];

describe('a lock', () => {
  it.each(attempts)('refuses %s, up to and with its last day', (_what, history, attempt) => {
    const locks = [{ until: '2014-04-10' }];
    for (const today of ['2014-04-01', '2014-04-10']) {
      given(...history)
        .when(attempt({ locks, today }))
        .thenRejected({ kind: 'AnswersLocked', until: '2014-04-10' });
    }
  });

  it('lets answers through again on the day after its last', () => {
    given()
      .when(submitting(first, { locks: [{ until: '2014-04-10' }], today: '2014-04-11' }))
      .then(submitted(first));
  });

  it('that has no last day holds longest, whatever the others say', () => {
    given()
      .when(submitting(first, { locks: [{ until: '2014-04-10' }, { until: null }] }))
      .thenRejected({ kind: 'AnswersLocked', until: null });
    given()
      .when(submitting(first, { locks: [{ until: '2014-04-10' }, { until: '2014-05-01' }] }))
      .thenRejected({ kind: 'AnswersLocked', until: '2014-05-01' });
  });

  it('is told before the closing, for it is what has to be lifted first', () => {
    given()
      .when(submitting(first, { status: 'closed', locks: [{ until: null }] }))
      .thenRejected({ kind: 'AnswersLocked', until: null });
  });

  it('does not keep the observatory from validating', () => {
    given(submitted(first)).when(validating).then(validated);
  });

  it('lets the same content through, which changes nothing', () => {
    given(submitted(first))
      .when(submitting(first, { locks: [{ until: null }] }))
      .thenNothing();
  });
});

describe('an exception', () => {
  const closed: On = { status: 'closed', today: '2014-07-10' };
  const excepted: On = { ...closed, exceptions: ['2014-07-15'] };

  it('takes a late answer after the closing, and says that it is late', () => {
    given().when(submitting(first, excepted)).then(submitted(first, true));
  });

  it('lifts a lock for the school', () => {
    given(submitted(first))
      .when(correcting(second, 'oubli', { ...excepted, locks: [{ until: null }] }))
      .then(
        corrected(second, { filtrage: { from: null, to: true }, nb_tbi_tni: { from: 0, to: 2 } }),
      );
  });

  it('ends with its last day', () => {
    given()
      .when(submitting(first, { ...excepted, today: '2014-07-15' }))
      .then(submitted(first, true));
    given()
      .when(submitting(first, { ...excepted, today: '2014-07-16' }))
      .thenRejected({ kind: 'CampaignClosed', closesOn: '2014-06-30' });
  });

  it('neither opens a campaign before its first day nor takes in a school that is not expected', () => {
    given()
      .when(submitting(first, { exceptions: ['2014-07-15'], today: '2014-03-02' }))
      .thenRejected({ kind: 'CampaignNotYetOpen', opensOn: '2014-03-03', today: '2014-03-02' });
    given()
      .when(submitting(first, { ...excepted, expected: false }))
      .thenRejected({ kind: 'SchoolNotExpected', uai: '0130001A', exclusion: null });
  });
});
