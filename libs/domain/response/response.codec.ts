import { type AnswerValue, BrokenAssumption, codecOf, type Declaration, versioned } from '#kernel';

import {
  type AnswerChange,
  type Channel,
  channels,
  type Justification,
  type ResponseEvent,
  returnOutcomes,
} from './response.events.js';

// Every rebuild reads every response: these shapes are checked in place, about a microsecond each.
type Raw = Readonly<Record<string, unknown>>;
type DataOf<Type extends ResponseEvent['type']> = Extract<ResponseEvent, { type: Type }>['data'];

const mismatch = (field: string, expected: string): never => {
  throw new BrokenAssumption(`${field} is not ${expected}`);
};

const isRecord = (raw: unknown): raw is Raw =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

const record = (raw: unknown, field: string): Raw =>
  isRecord(raw) ? raw : mismatch(field, 'an object');

const text = (raw: Raw, field: string): string => {
  const value = raw[field];
  return typeof value === 'string' ? value : mismatch(field, 'a text');
};

const isTexts = (raw: unknown): raw is readonly string[] => {
  if (!Array.isArray(raw)) return false;
  for (const value of raw) if (typeof value !== 'string') return false;
  return true;
};

const isAnswer = (raw: unknown): raw is AnswerValue => {
  if (typeof raw === 'number') return Number.isSafeInteger(raw);
  return typeof raw === 'string' || typeof raw === 'boolean' || isTexts(raw);
};

const isChange = (raw: unknown): raw is AnswerChange =>
  isRecord(raw) &&
  (raw['from'] === null || isAnswer(raw['from'])) &&
  (raw['to'] === null || isAnswer(raw['to']));

const isJustification = (raw: unknown): raw is Justification =>
  isRecord(raw) && typeof raw['rule'] === 'string' && typeof raw['text'] === 'string';

const checkDeclaration = (raw: Raw): Raw & Declaration => {
  const answers = record(raw['answers'], 'answers');
  for (const code in answers) {
    if (!isAnswer(answers[code])) mismatch(`answers.${code}`, 'an answer');
  }
  if (!isTexts(raw['notConcerned'])) mismatch('notConcerned', 'a list of questions');
  return raw as Raw & Declaration;
};

const checkAbout = (raw: Raw): void => {
  text(raw, 'campaign');
  text(raw, 'uai');
};

const checkAssessed = (raw: Raw): void => {
  checkAbout(raw);
  checkDeclaration(raw);
  text(raw, 'questionnaire');
  text(raw, 'contentHash');
  const { justifications } = raw;
  if (!Array.isArray(justifications) || !justifications.every(isJustification)) {
    mismatch('justifications', 'a list of justifications');
  }
  if (!channels.includes(raw['channel'] as Channel)) {
    mismatch('channel', `one of ${channels.join(', ')}`);
  }
};

const parseDraft = (input: unknown): DataOf<'DraftSaved'> => {
  const raw = record(input, 'data');
  checkAbout(raw);
  return checkDeclaration(raw) as DataOf<'DraftSaved'>;
};

const parsePrefilled = (input: unknown): DataOf<'DraftPrefilled'> => {
  const raw = parseDraft(input) as unknown as Raw;
  if (raw['fromCampaign'] !== null) text(raw, 'fromCampaign');
  return raw as DataOf<'DraftPrefilled'>;
};

const parseSubmitted = (input: unknown): DataOf<'ResponseSubmitted'> => {
  const raw = record(input, 'data');
  checkAssessed(raw);
  if (typeof raw['late'] !== 'boolean') mismatch('late', 'true or false');
  return raw as DataOf<'ResponseSubmitted'>;
};

const parseCorrected = (input: unknown): DataOf<'AnswersCorrected'> => {
  const raw = record(input, 'data');
  checkAssessed(raw);
  text(raw, 'reason');
  const changes = record(raw['changes'], 'changes');
  for (const code in changes) {
    if (!isChange(changes[code])) mismatch(`changes.${code}`, 'a change');
  }
  return raw as DataOf<'AnswersCorrected'>;
};

/** An event that says nothing but texts, beside whom it is about. */
const parseTexts =
  <Type extends ResponseEvent['type']>(...fields: readonly string[]) =>
  (input: unknown): DataOf<Type> => {
    const raw = record(input, 'data');
    checkAbout(raw);
    for (const field of fields) text(raw, field);
    return raw as DataOf<Type>;
  };

const parseAnswered = (input: unknown): DataOf<'ReturnAnswered'> => {
  const raw = parseTexts<'ReturnAnswered'>('question', 'text')(input);
  if (!returnOutcomes.includes(raw.outcome)) {
    mismatch('outcome', `one of ${returnOutcomes.join(', ')}`);
  }
  return raw;
};

/** The stored shapes of a response's events. */
export const responseCodec = codecOf<ResponseEvent>({
  DraftSaved: versioned('DraftSaved', parseDraft),
  DraftPrefilled: versioned('DraftPrefilled', parsePrefilled),
  ResponseSubmitted: versioned('ResponseSubmitted', parseSubmitted),
  AnswersCorrected: versioned('AnswersCorrected', parseCorrected),
  ResponseValidated: versioned('ResponseValidated', parseTexts<'ResponseValidated'>()),
  ResponseWithdrawn: versioned('ResponseWithdrawn', parseTexts<'ResponseWithdrawn'>('reason')),
  QuestionReturned: versioned(
    'QuestionReturned',
    parseTexts<'QuestionReturned'>('question', 'message', 'until'),
  ),
  ReturnAnswered: versioned('ReturnAnswered', parseAnswered),
  ReturnCancelled: versioned(
    'ReturnCancelled',
    parseTexts<'ReturnCancelled'>('question', 'reason'),
  ),
});
