import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { type Declaration, fold } from '#kernel';

import { specify } from '../../testing/specify.js';
import { differingQuestions } from './declaration.js';
import { type Circumstances, response, type ResponseCommand } from './response.decider.js';
import type { ResponseEvent } from './response.events.js';

const { given } = specify(response);

const about = { campaign: 'etic-1d-2014', uai: '0130001A' };

const inSpring: Circumstances = {
  status: 'open',
  opensOn: '2014-03-03',
  closesOn: '2014-06-30',
  today: '2014-04-01',
  expected: true,
  exclusion: null,
};

const declare = (answers: Declaration['answers'], notConcerned: readonly string[] = []) => ({
  answers,
  notConcerned,
});
const first = declare({ nb_eleves: 143, nb_tbi_tni: 0 });
const second = declare({ nb_eleves: 143, nb_tbi_tni: 2, filtrage: true });

const hashOf = (declaration: Declaration): string => `hash of ${JSON.stringify(declaration)}`;

const assessed = (declaration: Declaration) => ({
  declaration,
  questionnaire: 'etic-1d@2014',
  contentHash: hashOf(declaration),
  justifications: [],
  channel: 'form' as const,
});

const saving = (declaration: Declaration, on: Partial<Circumstances> = {}): ResponseCommand => ({
  type: 'SaveDraft',
  ...about,
  circumstances: { ...inSpring, ...on },
  declaration,
});
const prefilling = (
  declaration: Declaration,
  on: Partial<Circumstances> = {},
): ResponseCommand => ({
  type: 'PrefillDraft',
  ...about,
  circumstances: { ...inSpring, ...on },
  declaration,
  fromCampaign: 'etic-1d-2013',
});
const submitting = (
  declaration: Declaration,
  on: Partial<Circumstances> = {},
  reason: string | null = null,
): ResponseCommand => ({
  type: 'SubmitResponse',
  ...about,
  ...assessed(declaration),
  circumstances: { ...inSpring, ...on },
  reason,
});
const correcting = (
  declaration: Declaration,
  reason: string,
  on: Partial<Circumstances> = {},
): ResponseCommand => ({
  type: 'CorrectAnswers',
  ...about,
  ...assessed(declaration),
  circumstances: { ...inSpring, ...on },
  reason,
});
const withdrawing = (reason: string, on: Partial<Circumstances> = {}): ResponseCommand => ({
  type: 'WithdrawResponse',
  ...about,
  circumstances: { ...inSpring, ...on },
  reason,
});
const validating: ResponseCommand = { type: 'ValidateResponse', ...about };

const draftSaved = (declaration: Declaration): ResponseEvent => ({
  type: 'DraftSaved',
  data: { ...about, ...declaration },
});
const draftPrefilled = (declaration: Declaration): ResponseEvent => ({
  type: 'DraftPrefilled',
  data: { ...about, ...declaration, fromCampaign: 'etic-1d-2013' },
});
const submitted = (declaration: Declaration, late = false): ResponseEvent => ({
  type: 'ResponseSubmitted',
  data: {
    ...about,
    ...declaration,
    questionnaire: 'etic-1d@2014',
    justifications: [],
    late,
    channel: 'form',
    contentHash: hashOf(declaration),
  },
});
const corrected = (
  declaration: Declaration,
  changes: Extract<ResponseEvent, { type: 'AnswersCorrected' }>['data']['changes'],
): ResponseEvent => ({
  type: 'AnswersCorrected',
  data: {
    ...about,
    ...declaration,
    questionnaire: 'etic-1d@2014',
    changes,
    reason: 'oubli',
    justifications: [],
    channel: 'form',
    contentHash: hashOf(declaration),
  },
});
const validated: ResponseEvent = { type: 'ResponseValidated', data: about };
const withdrawn: ResponseEvent = {
  type: 'ResponseWithdrawn',
  data: { ...about, reason: 'erreur' },
};

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

describe('any history of commands', () => {
  const declarations = fc
    .record({
      nb_eleves: fc.integer({ min: 0, max: 3 }),
      filtrage: fc.boolean(),
      maintenance: fc.subarray(['academie', 'collectivite']),
    })
    .map((answers) => declare(answers));
  const circumstances = fc.record({
    status: fc.constantFrom('open' as const, 'closed' as const),
    today: fc.constantFrom('2014-03-01', '2014-04-01', '2014-08-01'),
    expected: fc.boolean(),
  });
  const commands: fc.Arbitrary<ResponseCommand> = fc.oneof(
    fc.tuple(declarations, circumstances).map(([what, on]) => saving(what, on)),
    fc.tuple(declarations, circumstances).map(([what, on]) => prefilling(what, on)),
    fc.tuple(declarations, circumstances).map(([what, on]) => submitting(what, on)),
    fc.tuple(declarations, circumstances).map(([what, on]) => correcting(what, 'oubli', on)),
    circumstances.map((on) => withdrawing('erreur', on)),
    fc.constant(validating),
  );

  const run = (attempts: readonly ResponseCommand[]): readonly ResponseEvent[] =>
    attempts.reduce<readonly ResponseEvent[]>((history, command) => {
      const decision = response.decide(command, fold(response, history));
      return decision.ok ? [...history, ...decision.value] : history;
    }, []);

  it('decides the same again when its events are replayed', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 12 }), commands, (attempts, next) => {
        const history = run(attempts);
        const stored = JSON.parse(JSON.stringify(history)) as ResponseEvent[];
        expect(response.decide(next, fold(response, stored))).toStrictEqual(
          response.decide(next, fold(response, history)),
        );
        expect(run(attempts)).toStrictEqual(history);
      }),
    );
  });

  it('takes each command once: the second time decides nothing, or is refused', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 12 }), commands, (attempts, next) => {
        const once = run([...attempts, next]);
        expect(run([...attempts, next, next])).toStrictEqual(once);
      }),
    );
  });

  it('never depends on what happens to another school', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), commands), { maxLength: 20 }), (interleaved) => {
        const ofSchool = (which: boolean) =>
          interleaved.filter(([school]) => school === which).map(([, command]) => command);
        const logs = new Map<boolean, readonly ResponseEvent[]>();
        for (const [school, command] of interleaved) {
          const history = logs.get(school) ?? [];
          const decision = response.decide(command, fold(response, history));
          if (decision.ok) logs.set(school, [...history, ...decision.value]);
        }
        expect([logs.get(true) ?? [], logs.get(false) ?? []]).toStrictEqual([
          run(ofSchool(true)),
          run(ofSchool(false)),
        ]);
      }),
    );
  });

  it('names the questions that differ, both ways alike', () => {
    expect(
      differingQuestions(declare({ a: 1, b: 2 }, ['c']), declare({ b: 3, d: 1 }, ['e'])),
    ).toEqual(['a', 'b', 'c', 'd', 'e']);
    fc.assert(
      fc.property(declarations, declarations, (left, right) => {
        expect(differingQuestions(left, right)).toStrictEqual(differingQuestions(right, left));
      }),
    );
  });
});
