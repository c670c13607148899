import { type Circumstances, type ResponseCommand, type ResponseEvent } from '#domain/response';
import type { Declaration } from '#kernel';

/** The commands and the events of one response, for the specs of its rules. */
export const about = { campaign: 'etic-1d-2014', uai: '0130001A' };

const inSpring: Circumstances = {
  status: 'open',
  opensOn: '2014-03-03',
  closesOn: '2014-06-30',
  today: '2014-04-01',
  expected: true,
  exclusion: null,
  locks: [],
  exceptions: [],
};

export const declare = (answers: Declaration['answers'], notConcerned: readonly string[] = []) => ({
  answers,
  notConcerned,
});
export const first = declare({ nb_eleves: 143, nb_tbi_tni: 0 });
export const second = declare({ nb_eleves: 143, nb_tbi_tni: 2, filtrage: true });

const hashOf = (declaration: Declaration): string => `hash of ${JSON.stringify(declaration)}`;

const assessed = (declaration: Declaration) => ({
  declaration,
  questionnaire: 'etic-1d@2014',
  contentHash: hashOf(declaration),
  justifications: [],
  channel: 'form' as const,
});

export const saving = (
  declaration: Declaration,
  on: Partial<Circumstances> = {},
): ResponseCommand => ({
  type: 'SaveDraft',
  ...about,
  circumstances: { ...inSpring, ...on },
  declaration,
});
export const prefilling = (
  declaration: Declaration,
  on: Partial<Circumstances> = {},
): ResponseCommand => ({
  type: 'PrefillDraft',
  ...about,
  circumstances: { ...inSpring, ...on },
  declaration,
  fromCampaign: 'etic-1d-2013',
});
export const submitting = (
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
export const correcting = (
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
export const withdrawing = (reason: string, on: Partial<Circumstances> = {}): ResponseCommand => ({
  type: 'WithdrawResponse',
  ...about,
  circumstances: { ...inSpring, ...on },
  reason,
});
export const validating: ResponseCommand = { type: 'ValidateResponse', ...about };

export const draftSaved = (declaration: Declaration): ResponseEvent => ({
  type: 'DraftSaved',
  data: { ...about, ...declaration },
});
export const draftPrefilled = (declaration: Declaration): ResponseEvent => ({
  type: 'DraftPrefilled',
  data: { ...about, ...declaration, fromCampaign: 'etic-1d-2013' },
});
export const submitted = (declaration: Declaration, late = false): ResponseEvent => ({
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
export const corrected = (
  declaration: Declaration,
  changes: Extract<ResponseEvent, { type: 'AnswersCorrected' }>['data']['changes'],
  reason = 'oubli',
): ResponseEvent => ({
  type: 'AnswersCorrected',
  data: {
    ...about,
    ...declaration,
    questionnaire: 'etic-1d@2014',
    changes,
    reason,
    justifications: [],
    channel: 'form',
    contentHash: hashOf(declaration),
  },
});
export const validated: ResponseEvent = { type: 'ResponseValidated', data: about };
export const withdrawn: ResponseEvent = {
  type: 'ResponseWithdrawn',
  data: { ...about, reason: 'erreur' },
};

type On = Partial<Circumstances>;

export const returning = (
  questions: readonly string[],
  {
    message = 'Vraiment ?',
    until = '2014-09-30',
    ...on
  }: On & {
    readonly message?: string;
    readonly until?: string;
  } = {},
): ResponseCommand => ({
  type: 'ReturnQuestions',
  ...about,
  circumstances: { ...inSpring, ...on },
  questions,
  message,
  until,
});
export const confirming = (
  question: string,
  justification: string,
  on: On = {},
): ResponseCommand => ({
  type: 'ConfirmAnswer',
  ...about,
  circumstances: { ...inSpring, ...on },
  question,
  justification,
});
export const cancelling = (question: string, reason: string): ResponseCommand => ({
  type: 'CancelReturn',
  ...about,
  question,
  reason,
});
export const returned = (
  question: string,
  message = 'Vraiment ?',
  until = '2014-09-30',
): ResponseEvent => ({ type: 'QuestionReturned', data: { ...about, question, message, until } });
export const answered = (
  question: string,
  outcome: 'corrected' | 'confirmed',
  text: string,
): ResponseEvent => ({ type: 'ReturnAnswered', data: { ...about, question, outcome, text } });
export const cancelled = (question: string, reason: string): ResponseEvent => ({
  type: 'ReturnCancelled',
  data: { ...about, question, reason },
});
