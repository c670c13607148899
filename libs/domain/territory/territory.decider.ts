import { type Decider, err, ok, type Result, type Uai, unreachable } from '#kernel';

import { describe, type SchoolDescription } from './describe-school.js';
import {
  evolve,
  isKnown,
  nothingSaid,
  type SchoolState,
  standingRevisions,
} from './school-ledger.js';
import { statusNow, statusOn } from './school-status.js';
import type { TerritoryEvent } from './territory.events.js';
import { inForce, saidBy } from './timeline.js';

type Dated = { readonly uai: Uai; readonly on: string; readonly source: string };

export type TerritoryCommand =
  | { readonly type: 'DescribeSchool'; readonly description: SchoolDescription }
  | ({ readonly type: 'CloseSchool'; readonly reason: string } & Dated)
  | ({ readonly type: 'ReopenSchool' } & Dated)
  | ({ readonly type: 'AbsorbSchool'; readonly into: Uai } & Dated)
  /** A source that names every school does not name this one. */
  | ({ readonly type: 'MissSchool' } & Dated)
  /** Takes back what these events of the school have said. */
  | {
      readonly type: 'RetractFacts';
      readonly uai: Uai;
      readonly revisions: readonly number[];
      readonly importId: string;
      readonly reason: string;
    };

type Command<Type extends TerritoryCommand['type']> = Extract<TerritoryCommand, { type: Type }>;

export type TerritoryRefusal =
  | { readonly kind: 'SchoolUnknown'; readonly uai: Uai }
  | { readonly kind: 'SchoolAlreadyClosed'; readonly uai: Uai; readonly since: string | null }
  | { readonly kind: 'SchoolAlreadyOpen'; readonly uai: Uai; readonly since: string | null }
  | { readonly kind: 'SchoolAbsorbsItself'; readonly uai: Uai }
  | {
      readonly kind: 'SchoolClosesBeforeItOpens';
      readonly uai: Uai;
      readonly openedOn: string;
      readonly closedOn: string;
    }
  | {
      readonly kind: 'SchoolReopensBeforeItCloses';
      readonly uai: Uai;
      readonly closedOn: string;
      readonly reopensOn: string;
    };

type Decision = Result<readonly TerritoryEvent[], TerritoryRefusal>;

const lastDayOpen = ({ ledger }: SchoolState): string =>
  inForce(ledger.status).findLast(({ value }) => value.kind !== 'closed')?.day ?? '';

/** What keeps an open school from closing on a day: that it is not open, or is found open later. */
const refusedClosing = (uai: Uai, on: string, state: SchoolState): TerritoryRefusal | undefined => {
  const now = statusNow(state.ledger.status);
  if (!now.isOpen) return { kind: 'SchoolAlreadyClosed', uai, since: now.from };
  const openedOn = lastDayOpen(state);
  return on < openedOn
    ? { kind: 'SchoolClosesBeforeItOpens', uai, openedOn, closedOn: on }
    : undefined;
};

const close = (
  { uai, on, source, reason }: Command<'CloseSchool'>,
  state: SchoolState,
): Decision => {
  if (!isKnown(state)) return err({ kind: 'SchoolUnknown', uai });
  const now = statusNow(state.ledger.status);
  if (!now.isOpen && now.from === on) return ok([]);
  const refused = refusedClosing(uai, on, state);
  return refused === undefined
    ? ok([
        { type: 'SchoolClosed', data: { uai, effectiveFrom: on, source, reason, listedOn: null } },
      ])
    : err(refused);
};

/** A school that was closed on the same day, nobody having said why, may be found to have been absorbed. */
const absorb = (
  { uai, on, source, into }: Command<'AbsorbSchool'>,
  state: SchoolState,
): Decision => {
  if (!isKnown(state)) return err({ kind: 'SchoolUnknown', uai });
  if (into === uai) return err({ kind: 'SchoolAbsorbsItself', uai });
  const now = statusNow(state.ledger.status);
  if (now.from === on && now.absorbedBy === into) return ok([]);
  const isExplained = !now.isOpen && now.from === on && now.absorbedBy === null;
  const refused = isExplained ? undefined : refusedClosing(uai, on, state);
  return refused === undefined
    ? ok([{ type: 'SchoolAbsorbed', data: { uai, effectiveFrom: on, source, into } }])
    : err(refused);
};

const reopen = ({ uai, on, source }: Command<'ReopenSchool'>, state: SchoolState): Decision => {
  if (!isKnown(state)) return err({ kind: 'SchoolUnknown', uai });
  const { isOpen, from } = statusNow(state.ledger.status);
  if (isOpen) {
    return from === on ? ok([]) : err({ kind: 'SchoolAlreadyOpen', uai, since: from });
  }
  if (from !== null && on <= from) {
    return err({ kind: 'SchoolReopensBeforeItCloses', uai, closedOn: from, reopensOn: on });
  }
  return ok([{ type: 'SchoolReopened', data: { uai, effectiveFrom: on, source } }]);
};

/** Only a school that was found open before is missed: one that is first named later had not opened. */
const miss = ({ uai, on, source }: Command<'MissSchool'>, { ledger }: SchoolState): Decision => {
  const wasListed = inForce(ledger.status).some(
    ({ day, value }) => day < on && value.kind !== 'closed',
  );
  const isSaid = saidBy(ledger.status, { day: on, source, topic: 'closed' }) !== undefined;
  if (isSaid || !wasListed || !statusOn(ledger.status, on).isOpen) return ok([]);
  const reason = 'no-longer-listed';
  return ok([
    { type: 'SchoolClosed', data: { uai, effectiveFrom: on, source, reason, listedOn: null } },
  ]);
};

const retract = (command: Command<'RetractFacts'>, state: SchoolState): Decision => {
  const { uai, importId, reason } = command;
  const standing = standingRevisions(state);
  const revisions = command.revisions.filter((revision) => standing.has(revision));
  return ok(
    revisions.length === 0
      ? []
      : [{ type: 'SchoolFactsRetracted', data: { uai, revisions, importId, reason } }],
  );
};

const decide = (command: TerritoryCommand, state: SchoolState): Decision => {
  switch (command.type) {
    case 'DescribeSchool':
      return describe(command.description, state);
    case 'CloseSchool':
      return close(command, state);
    case 'ReopenSchool':
      return reopen(command, state);
    case 'AbsorbSchool':
      return absorb(command, state);
    case 'MissSchool':
      return miss(command, state);
    case 'RetractFacts':
      return retract(command, state);
    default:
      return unreachable(command);
  }
};

/**
 * One school through time. Every source that speaks of a day is remembered, whether it changes what was known
 * or confirms it: the history of the school is all of them in the order of their days, and does not depend on
 * the order in which they came (ADR-0017). A source that says again what it said decides nothing.
 */
export const territory: Decider<TerritoryCommand, TerritoryEvent, SchoolState, TerritoryRefusal> = {
  initial: nothingSaid,
  decide,
  evolve,
};
