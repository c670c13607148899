import { describe, it } from '@jest/globals';

import {
  corrected,
  correcting,
  declare,
  draftPrefilled,
  draftSaved,
  first,
  prefilling,
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
import { response, type ResponseCommand } from './response.decider.js';
import type { ResponseEvent } from './response.events.js';

const { given } = specify(response);

const toSecond = { filtrage: { from: null, to: true }, nb_tbi_tni: { from: 0, to: 2 } };

describe('a draft', () => {
  it('is saved as a whole, again and again', () => {
    given().when(saving(first)).then(draftSaved(first));
    given(draftSaved(first)).when(saving(second)).then(draftSaved(second));
    given(draftPrefilled(first)).when(saving(second)).then(draftSaved(second));
  });

  it('is not saved twice', () => {
    given(draftSaved(first)).when(saving(first)).thenNothing();
    given(draftPrefilled(first))
      .when(saving(declare({ nb_tbi_tni: 0, nb_eleves: 143 })))
      .thenNothing();
    given(draftSaved(first))
      .when(saving(first, { status: 'closed' }))
      .thenNothing();
  });

  it('is filled in from an earlier campaign before it is begun, and once', () => {
    given().when(prefilling(first)).then(draftPrefilled(first));
    given(submitted(second), withdrawn).when(prefilling(first)).then(draftPrefilled(first));
    given(draftPrefilled(first)).when(prefilling(first)).thenNothing();
  });

  it('that was begun is not overwritten by an earlier campaign', () => {
    given(draftSaved(second)).when(prefilling(first)).thenRejected({ kind: 'DraftAlreadyStarted' });
  });

  it.each([saving(second), prefilling(second)])(
    'comes too late after submission: $type',
    (command) => {
      given(submitted(first))
        .when(command)
        .thenRejected({ kind: 'AlreadySubmitted', status: 'submitted' });
      given(submitted(first), validated)
        .when(command)
        .thenRejected({ kind: 'AlreadySubmitted', status: 'validated' });
    },
  );

  it('may be begun anew after a withdrawal', () => {
    given(submitted(first), withdrawn).when(saving(first)).then(draftSaved(first));
  });
});

describe('a submission', () => {
  it('is taken in, with or without a draft', () => {
    given().when(submitting(first)).then(submitted(first));
    given(draftSaved(second)).when(submitting(first)).then(submitted(first));
  });

  it('is in time on the last day, and late from the next', () => {
    given()
      .when(submitting(first, { today: '2014-06-30' }))
      .then(submitted(first));
    given()
      .when(submitting(first, { today: '2014-07-01' }))
      .then(submitted(first, true));
  });

  it('of the same content changes nothing, even validated, late or closed', () => {
    given(submitted(first)).when(submitting(first)).thenNothing();
    given(submitted(first), validated).when(submitting(first)).thenNothing();
    given(submitted(first))
      .when(submitting(first, { status: 'closed' }))
      .thenNothing();
  });

  it('of other answers needs a reason', () => {
    given(submitted(first))
      .when(submitting(second))
      .thenRejected({ kind: 'CorrectionNeedsReason' });
    given(submitted(first))
      .when(submitting(second, {}, ' '))
      .thenRejected({ kind: 'CorrectionNeedsReason' });
  });

  it('of other answers and with a reason is a correction', () => {
    given(submitted(first))
      .when(submitting(second, {}, 'oubli'))
      .then(corrected(second, toSecond));
  });

  it('may follow a withdrawal, with the same answers too', () => {
    given(submitted(first), withdrawn).when(submitting(first)).then(submitted(first));
  });
});

describe('a correction', () => {
  it('says what changes from what to what', () => {
    given(submitted(first)).when(correcting(second, ' oubli ')).then(corrected(second, toSecond));
    given(submitted(second))
      .when(correcting(first, 'oubli'))
      .then(
        corrected(first, {
          filtrage: { from: true, to: null },
          nb_tbi_tni: { from: 2, to: 0 },
        }),
      );
  });

  it('may only tick « non concerné »', () => {
    const ticked = declare(first.answers, ['wifi']);
    given(submitted(first)).when(correcting(ticked, 'oubli')).then(corrected(ticked, {}));
  });

  it('compares several choices by their codes', () => {
    const one = declare({ maintenance: ['academie'] });
    const two = declare({ maintenance: ['collectivite', 'academie'] });
    given(submitted(one))
      .when(correcting(two, 'oubli'))
      .then(
        corrected(two, {
          maintenance: { from: ['academie'], to: ['collectivite', 'academie'] },
        }),
      );
  });

  it('builds on the correction before', () => {
    given(submitted(first), corrected(second, toSecond))
      .when(correcting(second, 'encore'))
      .thenNothing();
  });

  it('of a validated response asks for another validation', () => {
    const history = [submitted(first), validated, corrected(second, toSecond)];
    given(...history)
      .when(validating)
      .then(validated);
  });

  it('needs a reason', () => {
    given(submitted(first))
      .when(correcting(second, ''))
      .thenRejected({ kind: 'CorrectionNeedsReason' });
  });

  it.each([
    ['absent', []],
    ['draft', [draftSaved(first)]],
    ['withdrawn', [submitted(first), withdrawn]],
  ] as const)('needs a submission: %s', (status, history) => {
    given(...history)
      .when(correcting(second, 'oubli'))
      .thenRejected({ kind: 'NothingSubmitted', status });
  });
});

describe('withdrawing and validating', () => {
  it('withdraws what was submitted, for a reason, once', () => {
    given(submitted(first)).when(withdrawing('erreur')).then(withdrawn);
    given(submitted(first), validated).when(withdrawing('erreur')).then(withdrawn);
    given(submitted(first), withdrawn).when(withdrawing('encore')).thenNothing();
    given(submitted(first)).when(withdrawing(' ')).thenRejected({ kind: 'WithdrawalNeedsReason' });
  });

  it('validates what was submitted, once, even after the campaign', () => {
    given(submitted(first)).when(validating).then(validated);
    given(submitted(first), validated).when(validating).thenNothing();
  });

  it.each([
    ['absent', []],
    ['draft', [draftSaved(first)]],
  ] as const)('needs a submission: %s', (status, history) => {
    given(...history)
      .when(withdrawing('erreur'))
      .thenRejected({ kind: 'NothingSubmitted', status });
    given(...history)
      .when(validating)
      .thenRejected({ kind: 'NothingSubmitted', status });
  });

  it('does not validate what was withdrawn', () => {
    given(submitted(first), withdrawn)
      .when(validating)
      .thenRejected({ kind: 'NothingSubmitted', status: 'withdrawn' });
  });
});

describe('what the campaign allows', () => {
  type On = Partial<Circumstances>;
  const attempts: readonly (readonly [
    string,
    readonly ResponseEvent[],
    (on: On) => ResponseCommand,
  ])[] = [
    ['a draft', [], (on) => saving(first, on)],
    ['a prefilled draft', [], (on) => prefilling(first, on)],
    ['a submission', [], (on) => submitting(first, on)],
    ['a correction', [submitted(first)], (on) => correcting(second, 'oubli', on)],
    ['a withdrawal', [submitted(first)], (on) => withdrawing('erreur', on)],
  ];

  it.each(attempts)('refuses %s when the campaign is closed', (_what, history, attempt) => {
    given(...history)
      .when(attempt({ status: 'closed' }))
      .thenRejected({ kind: 'CampaignClosed', closesOn: '2014-06-30' });
  });

  it.each(attempts)('refuses %s before the first day', (_what, history, attempt) => {
    given(...history)
      .when(attempt({ today: '2014-03-02' }))
      .thenRejected({ kind: 'CampaignNotYetOpen', opensOn: '2014-03-03', today: '2014-03-02' });
  });

  it.each(attempts)('refuses %s of a school that is not expected', (_what, history, attempt) => {
    given(...history)
      .when(attempt({ expected: false, exclusion: 'closed' }))
      .thenRejected({ kind: 'SchoolNotExpected', uai: '0130001A', exclusion: 'closed' });
  });
});
