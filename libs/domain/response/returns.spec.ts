import { describe, it } from '@jest/globals';

import {
  about,
  answered,
  cancelled,
  cancelling,
  confirming,
  corrected,
  correcting,
  declare,
  draftSaved,
  first,
  returned,
  returning,
  saving,
  second,
  submitted,
  submitting,
  validated,
  validating,
  withdrawing,
  withdrawn,
} from '../../testing/response-deeds.js';
import { specify } from '../../testing/specify.js';
import type { Circumstances } from './circumstances.js';
import { response } from './response.decider.js';

const { given } = specify(response);

const closed: Partial<Circumstances> = { status: 'closed', today: '2014-09-15' };
const shut: readonly (readonly [string, Partial<Circumstances>])[] = [
  ['closed', closed],
  ['locked', { today: '2014-09-15', locks: [{ until: null }] }],
];

const third = declare({ ...first.answers, nb_tbi_tni: 3 });
const toThird = { nb_tbi_tni: { from: 0, to: 3 } };

describe('returning questions', () => {
  it('says each with its message and its day, after closing and validation too', () => {
    given(submitted(first), validated)
      .when(returning(['nb_tbi_tni', 'filtrage'], closed))
      .then(returned('nb_tbi_tni'), returned('filtrage'));
  });

  it('says the same but once, and another message or day anew', () => {
    const history = [submitted(first), returned('nb_tbi_tni')];
    given(...history)
      .when(returning(['nb_tbi_tni', 'nb_tbi_tni']))
      .thenNothing();
    given(...history)
      .when(returning(['nb_tbi_tni'], { until: '2014-10-31' }))
      .then(returned('nb_tbi_tni', 'Vraiment ?', '2014-10-31'));
    given(...history, cancelled('nb_tbi_tni', 'erreur'))
      .when(returning(['nb_tbi_tni']))
      .then(returned('nb_tbi_tni'));
  });

  it('takes a message, and a day that is not past', () => {
    given(submitted(first))
      .when(returning(['nb_tbi_tni'], { message: ' ' }))
      .thenRejected({ kind: 'ReturnNeedsMessage' });
    given(submitted(first))
      .when(returning(['nb_tbi_tni'], { today: '2014-10-01' }))
      .thenRejected({ kind: 'ReturnEndsInThePast', until: '2014-09-30', today: '2014-10-01' });
  });

  it.each([
    ['absent', []],
    ['draft', [draftSaved(first)]],
    ['withdrawn', [submitted(first), withdrawn]],
  ] as const)('needs a submission: %s', (status, history) => {
    for (const command of [
      returning(['nb_tbi_tni']),
      confirming('nb_tbi_tni', 'oui'),
      cancelling('nb_tbi_tni', 'oui'),
    ]) {
      given(...history)
        .when(command)
        .thenRejected({ kind: 'NothingSubmitted', status });
    }
  });
});

describe('a returned question', () => {
  const history = [submitted(first), validated, returned('nb_tbi_tni')];

  it.each(shut)('is corrected though the campaign is %s, which settles the return', (_what, on) => {
    given(...history)
      .when(correcting(third, 'oubli', on))
      .then(corrected(third, toThird), answered('nb_tbi_tni', 'corrected', 'oubli'));
    given(...history)
      .when(submitting(third, on, 'oubli'))
      .then(corrected(third, toThird), answered('nb_tbi_tni', 'corrected', 'oubli'));
  });

  it.each(shut)('is the only one that changes when the campaign is %s', (_what, on) => {
    given(...history)
      .when(correcting(second, 'oubli', on))
      .thenRejected({
        kind: 'QuestionNotReturned',
        questions: ['filtrage'],
        returned: ['nb_tbi_tni'],
      });
  });

  it('is corrected on its last day, and not on the next', () => {
    given(...history)
      .when(correcting(third, 'oubli', { ...closed, today: '2014-09-30' }))
      .then(corrected(third, toThird), answered('nb_tbi_tni', 'corrected', 'oubli'));
    given(...history)
      .when(correcting(third, 'oubli', { ...closed, today: '2014-10-01' }))
      .thenRejected({ kind: 'ReturnExpired', question: 'nb_tbi_tni', until: '2014-09-30' });
    given(...history)
      .when(correcting(second, 'oubli', { ...closed, today: '2014-10-01' }))
      .thenRejected({ kind: 'CampaignClosed', closesOn: '2014-06-30' });
  });

  it('takes a reason to be corrected', () => {
    given(...history)
      .when(correcting(third, ' ', closed))
      .thenRejected({ kind: 'CorrectionNeedsReason' });
  });

  it('opens neither a withdrawal nor another draft', () => {
    given(...history)
      .when(withdrawing('erreur', closed))
      .thenRejected({ kind: 'CampaignClosed', closesOn: '2014-06-30' });
    given(...history)
      .when(saving(second, closed))
      .thenRejected({ kind: 'CampaignClosed', closesOn: '2014-06-30' });
  });

  it('may be answered with others, or with « non concerné »', () => {
    const ticked = declare({ nb_eleves: 143 }, ['nb_tbi_tni']);
    given(...history, returned('filtrage'))
      .when(correcting(second, 'oubli', closed))
      .then(
        corrected(second, { filtrage: { from: null, to: true }, nb_tbi_tni: { from: 0, to: 2 } }),
        answered('nb_tbi_tni', 'corrected', 'oubli'),
        answered('filtrage', 'corrected', 'oubli'),
      );
    given(...history)
      .when(correcting(ticked, 'oubli', closed))
      .then(
        corrected(ticked, { nb_tbi_tni: { from: 0, to: null } }),
        answered('nb_tbi_tni', 'corrected', 'oubli'),
      );
  });

  it('is shut again once it is corrected', () => {
    given(...history, corrected(third, toThird), answered('nb_tbi_tni', 'corrected', 'oubli'))
      .when(correcting(first, 'encore', closed))
      .thenRejected({ kind: 'CampaignClosed', closesOn: '2014-06-30' });
  });

  it('leaves every other right as it is while the campaign takes answers', () => {
    given(...history)
      .when(correcting(declare({ ...first.answers, filtrage: true }), 'oubli'))
      .then(
        corrected(declare({ ...first.answers, filtrage: true }), {
          filtrage: { from: null, to: true },
        }),
      );
  });

  it('takes the validation back when it is corrected, and keeps it when it is confirmed', () => {
    given(...history, corrected(third, toThird), answered('nb_tbi_tni', 'corrected', 'oubli'))
      .when(validating)
      .then(validated);
    given(...history, answered('nb_tbi_tni', 'confirmed', 'exact'))
      .when(validating)
      .thenNothing();
  });
});

describe('confirming an answer', () => {
  const history = [submitted(first), validated, returned('nb_tbi_tni')];

  it('settles the return with a justification, once', () => {
    given(...history)
      .when(confirming('nb_tbi_tni', ' volés ', closed))
      .then(answered('nb_tbi_tni', 'confirmed', 'volés'));
    given(...history, answered('nb_tbi_tni', 'confirmed', 'volés'))
      .when(confirming('nb_tbi_tni', 'volés', closed))
      .thenNothing();
  });

  it('takes a justification', () => {
    given(...history)
      .when(confirming('nb_tbi_tni', ' ', closed))
      .thenRejected({ kind: 'ConfirmationNeedsReason' });
  });

  it('is for a question that was returned, until its day', () => {
    given(...history)
      .when(confirming('filtrage', 'exact', closed))
      .thenRejected({
        kind: 'QuestionNotReturned',
        questions: ['filtrage'],
        returned: ['nb_tbi_tni'],
      });
    given(...history)
      .when(confirming('nb_tbi_tni', 'exact', { today: '2014-10-01' }))
      .thenRejected({ kind: 'ReturnExpired', question: 'nb_tbi_tni', until: '2014-09-30' });
  });
});

describe('cancelling a return', () => {
  const history = [submitted(first), returned('nb_tbi_tni')];

  it('is said once, with a reason', () => {
    given(...history)
      .when(cancelling('nb_tbi_tni', ' vérifié '))
      .then(cancelled('nb_tbi_tni', 'vérifié'));
    given(...history, cancelled('nb_tbi_tni', 'vérifié'))
      .when(cancelling('nb_tbi_tni', 'encore'))
      .thenNothing();
    given(...history)
      .when(cancelling('nb_tbi_tni', ''))
      .thenRejected({ kind: 'CancellationNeedsReason' });
  });

  it('is for one that waits', () => {
    given(...history)
      .when(cancelling('filtrage', 'vérifié'))
      .thenRejected({
        kind: 'QuestionNotReturned',
        questions: ['filtrage'],
        returned: ['nb_tbi_tni'],
      });
  });

  it('shuts the question again', () => {
    given(...history, cancelled('nb_tbi_tni', 'vérifié'))
      .when(correcting(third, 'oubli', closed))
      .thenRejected({ kind: 'CampaignClosed', closesOn: '2014-06-30' });
  });

  it('goes with the withdrawal of the response', () => {
    given(...history)
      .when(withdrawing('doublon'))
      .then(cancelled('nb_tbi_tni', 'doublon'), {
        type: 'ResponseWithdrawn',
        data: { ...about, reason: 'doublon' },
      });
  });
});
