import type { AccessEvent } from '#domain/campaign';
import type { ReturnEvent } from '#domain/response';
import type { Actor } from '#kernel';
import type { Fact } from '#read-models/fact';

import { begin, type Book, type Deed, end, openBook, type Term } from './terms.js';

type ReturnOutcome = 'open' | 'corrected' | 'confirmed' | 'cancelled' | 'replaced';

/** A question that was given back to a school. `text`: what was said to settle it. */
export type ReturnRow = Term & {
  readonly campaign: string;
  readonly uai: string;
  readonly question: string;
  readonly message: string;
  /** Last day to answer, YYYY-MM-DD. */
  readonly until: string;
  readonly status: ReturnOutcome;
  readonly text: string | null;
};

/** A lock or an exception, for a part of a campaign. */
export type AccessRow = Term & {
  readonly campaign: string;
  readonly effect: 'lock' | 'exception';
  readonly kind: string;
  readonly code: string;
  /** Last day, YYYY-MM-DD; null: until it is lifted. */
  readonly until: string | null;
  readonly reason: string | null;
  /** Why it was ended; null while it holds, and when another took its place. */
  readonly endReason: string | null;
};

/** A fact with its author. */
export type Signed<Event> = Fact<Event> & { readonly by: Actor };
export type ReviewEvent = ReturnEvent | AccessEvent;

/** Rows that hold, by `returnKey` and `accessKey`. */
export type ReviewBefore = {
  readonly returns: ReadonlyMap<string, ReturnRow>;
  readonly access: ReadonlyMap<string, AccessRow>;
};

export type ReviewChanges = {
  readonly returns: readonly ReturnRow[];
  readonly access: readonly AccessRow[];
};

type Desk = { readonly returns: Book<ReturnRow>; readonly access: Book<AccessRow> };

export const returnKey = ({
  campaign,
  uai,
  question,
}: Pick<ReturnRow, 'campaign' | 'uai' | 'question'>): string => `${campaign} ${uai} ${question}`;

export const accessKey = ({
  campaign,
  effect,
  kind,
  code,
}: Pick<AccessRow, 'campaign' | 'effect' | 'kind' | 'code'>): string =>
  `${campaign} ${effect} ${kind} ${code}`;

const settle = (
  book: Book<ReturnRow>,
  key: string,
  settled: Pick<ReturnRow, 'status' | 'text' | 'ended'>,
): void => {
  end(book, key, (row) => ({ ...row, ...settled }));
};

const projectReturn = (book: Book<ReturnRow>, event: ReturnEvent, deed: Deed): void => {
  const key = returnKey(event.data);
  switch (event.type) {
    case 'QuestionReturned': {
      settle(book, key, { status: 'replaced', text: null, ended: deed });
      begin(book, key, { ...event.data, status: 'open', text: null, begun: deed, ended: null });
      return;
    }
    case 'ReturnAnswered': {
      const { outcome, text } = event.data;
      settle(book, key, { status: outcome, text, ended: deed });
      return;
    }
    case 'ReturnCancelled': {
      const { reason } = event.data;
      settle(book, key, { status: 'cancelled', text: reason, ended: deed });
      return;
    }
  }
};

const effectOf = ({ type }: AccessEvent): AccessRow['effect'] =>
  type === 'AnswersLocked' || type === 'AnswersUnlocked' ? 'lock' : 'exception';

const projectAccess = (book: Book<AccessRow>, event: AccessEvent, deed: Deed): void => {
  const { campaign, part, reason } = event.data;
  const about = { campaign, effect: effectOf(event), kind: part.kind, code: part.code };
  const key = accessKey(about);
  if (event.type === 'AnswersUnlocked' || event.type === 'ExceptionWithdrawn') {
    end(book, key, (row) => ({ ...row, endReason: reason, ended: deed }));
    return;
  }
  const { until } = event.data;
  end(book, key, (row) => ({ ...row, ended: deed }));
  begin(book, key, { ...about, until, reason, endReason: null, begun: deed, ended: null });
};

const projectFact = (
  desk: Desk,
  { event, position, recordedAt, by }: Signed<ReviewEvent>,
): void => {
  const deed = { position, at: recordedAt, by };
  if ('question' in event.data) projectReturn(desk.returns, event as ReturnEvent, deed);
  else projectAccess(desk.access, event as AccessEvent, deed);
};

/** What a batch changes, given the rows that held before it. */
export const project = (
  before: ReviewBefore,
  facts: readonly Signed<ReviewEvent>[],
): ReviewChanges => {
  const desk = { returns: openBook(before.returns), access: openBook(before.access) };
  for (const fact of facts) projectFact(desk, fact);
  return {
    returns: [...desk.returns.touched.values()],
    access: [...desk.access.touched.values()],
  };
};

export const nothingBefore: ReviewBefore = { returns: new Map(), access: new Map() };
