import { err, ok, type Result } from '#kernel';

import type { CampaignEvent, CampaignPart, Respondent } from './campaign.events.js';

/** Holds through the day `until`; null: until it is lifted. */
export type Lock = { readonly part: CampaignPart; readonly until: string | null };

/** Lets the schools of a part answer through the day `until`, whatever is closed or locked. */
export type Exception = { readonly part: CampaignPart; readonly until: string };

/** The latest lock and the latest exception of each part that has one; some may have ended. */
export type Access = { readonly locks: readonly Lock[]; readonly exceptions: readonly Exception[] };

export const openAccess: Access = { locks: [], exceptions: [] };

type OnPart = {
  readonly campaign: string;
  readonly part: CampaignPart;
  /** The day of the command, YYYY-MM-DD. */
  readonly today: string;
};

export type AccessCommand =
  | (OnPart & {
      readonly type: 'LockAnswers';
      readonly until: string | null;
      readonly reason: string | null;
    })
  | (OnPart & { readonly type: 'UnlockAnswers'; readonly reason: string })
  | (OnPart & { readonly type: 'GrantException'; readonly until: string; readonly reason: string })
  | (OnPart & { readonly type: 'WithdrawException'; readonly reason: string });

export type AccessRefusal =
  | { readonly kind: 'EndsInThePast'; readonly until: string; readonly today: string }
  | { readonly kind: 'NotLocked'; readonly part: CampaignPart }
  | { readonly kind: 'NoException'; readonly part: CampaignPart }
  | { readonly kind: 'UnlockingNeedsReason' }
  | { readonly kind: 'ExceptionNeedsReason' };

export type AccessEvent = Extract<
  CampaignEvent,
  { type: 'AnswersLocked' | 'AnswersUnlocked' | 'ExceptionGranted' | 'ExceptionWithdrawn' }
>;

/** Whether an event is about who may answer: those alone name a part of the campaign. */
export const isAccessEvent = (event: CampaignEvent): event is AccessEvent => 'part' in event.data;

type Decision = Result<readonly AccessEvent[], AccessRefusal>;
type Command<Type extends AccessCommand['type']> = Extract<AccessCommand, { type: Type }>;

const isSame = (left: CampaignPart, right: CampaignPart): boolean =>
  left.kind === right.kind && left.code === right.code;

const holds = ({ until }: { readonly until: string | null }, today: string): boolean =>
  until === null || today <= until;

const ofPart = <Item extends { readonly part: CampaignPart }>(
  items: readonly Item[],
  part: CampaignPart,
): Item | undefined => items.find((item) => isSame(item.part, part));

const lock = (command: Command<'LockAnswers'>, { locks }: Access): Decision => {
  const { campaign, part, until, today } = command;
  if (until !== null && until < today) return err({ kind: 'EndsInThePast', until, today });
  const known = ofPart(locks, part);
  if (known !== undefined && known.until === until) return ok([]);
  const reason = command.reason?.trim() ?? '';
  const data = { campaign, part, until, reason: reason === '' ? null : reason };
  return ok([{ type: 'AnswersLocked', data }]);
};

const unlock = (command: Command<'UnlockAnswers'>, { locks }: Access): Decision => {
  const { campaign, part, today } = command;
  const known = ofPart(locks, part);
  if (known === undefined || !holds(known, today)) return err({ kind: 'NotLocked', part });
  const reason = command.reason.trim();
  if (reason === '') return err({ kind: 'UnlockingNeedsReason' });
  return ok([{ type: 'AnswersUnlocked', data: { campaign, part, reason } }]);
};

const grant = (command: Command<'GrantException'>, { exceptions }: Access): Decision => {
  const { campaign, part, until, today } = command;
  if (until < today) return err({ kind: 'EndsInThePast', until, today });
  const reason = command.reason.trim();
  if (reason === '') return err({ kind: 'ExceptionNeedsReason' });
  if (ofPart(exceptions, part)?.until === until) return ok([]);
  return ok([{ type: 'ExceptionGranted', data: { campaign, part, until, reason } }]);
};

const withdraw = (command: Command<'WithdrawException'>, { exceptions }: Access): Decision => {
  const { campaign, part, today } = command;
  const known = ofPart(exceptions, part);
  if (known === undefined || !holds(known, today)) return err({ kind: 'NoException', part });
  const reason = command.reason.trim();
  if (reason === '') return err({ kind: 'ExceptionNeedsReason' });
  return ok([{ type: 'ExceptionWithdrawn', data: { campaign, part, reason } }]);
};

export const decideAccess = (command: AccessCommand, access: Access): Decision => {
  switch (command.type) {
    case 'LockAnswers':
      return lock(command, access);
    case 'UnlockAnswers':
      return unlock(command, access);
    case 'GrantException':
      return grant(command, access);
    case 'WithdrawException':
      return withdraw(command, access);
  }
};

const without = <Item extends { readonly part: CampaignPart }>(
  items: readonly Item[],
  part: CampaignPart,
): readonly Item[] => items.filter((item) => !isSame(item.part, part));

export const accessAfter = ({ locks, exceptions }: Access, event: AccessEvent): Access => {
  const { part } = event.data;
  switch (event.type) {
    case 'AnswersLocked':
      return { locks: [...without(locks, part), { part, until: event.data.until }], exceptions };
    case 'AnswersUnlocked':
      return { locks: without(locks, part), exceptions };
    case 'ExceptionGranted': {
      const granted = { part, until: event.data.until };
      return { locks, exceptions: [...without(exceptions, part), granted] };
    }
    case 'ExceptionWithdrawn':
      return { locks, exceptions: without(exceptions, part) };
  }
};

/** Whether a part of a campaign holds a school, as the campaign froze it. */
export const covers = (
  { kind, code }: CampaignPart,
  { uai, department, academy }: Pick<Respondent, 'uai' | 'department' | 'academy'>,
): boolean => {
  switch (kind) {
    case 'country':
      return true;
    case 'academy':
      return academy === code;
    case 'department':
      return department === code;
    case 'school':
      return uai === code;
  }
};
