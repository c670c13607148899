import { type Decider, err, ok, type Result, type Uai, unreachable } from '#kernel';

import type { Classification, Location, TerritoryEvent } from './territory.events.js';

/** Everything that one dated source says of one school. What it does not know is null. */
export type SchoolDescription = Location &
  Classification & {
    readonly uai: Uai;
    readonly name: string;
    /** YYYY-MM-DD. */
    readonly openedOn: string | null;
    /** YYYY-MM-DD, the first day without pupils; null: the source lists the school as open. */
    readonly closedOn: string | null;
    readonly socialPositionIndex: string | null;
    readonly enrolment: { readonly schoolYear: string; readonly pupils: number } | null;
    /** The day that the source describes, YYYY-MM-DD. */
    readonly effectiveFrom: string;
    readonly source: string;
  };

type Dated = { readonly uai: Uai; readonly on: string; readonly source: string };

export type TerritoryCommand =
  | { readonly type: 'DescribeSchool'; readonly description: SchoolDescription }
  | ({ readonly type: 'CloseSchool'; readonly reason: string } & Dated)
  | ({ readonly type: 'ReopenSchool' } & Dated);

/** A fact, and the day since when it is known to hold. */
type Since<Fact> = Fact & { readonly since: string };

type KnownSchool = {
  readonly name: Since<{ readonly value: string }>;
  readonly classification: Since<Classification>;
  readonly location: Since<Location>;
  /** Head counts by school year. */
  readonly pupils: ReadonlyMap<string, number>;
  /** Since when the school is open or closed; null: it has always been open. */
  readonly since: string | null;
};

export type SchoolState =
  { readonly status: 'unknown' } | ({ readonly status: 'open' | 'closed' } & KnownSchool);

export type TerritoryRefusal =
  | { readonly kind: 'SchoolUnknown'; readonly uai: Uai }
  | { readonly kind: 'SchoolAlreadyClosed'; readonly uai: Uai; readonly since: string | null }
  | { readonly kind: 'SchoolAlreadyOpen'; readonly uai: Uai; readonly since: string | null }
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
type Known = Exclude<SchoolState, { status: 'unknown' }>;

const classificationOf = ({ schoolType, degree, sector }: Classification): Classification => ({
  schoolType,
  degree,
  sector,
});

const locationOf = ({ communeCode, commune, department, academy }: Location): Location => ({
  communeCode,
  commune,
  department,
  academy,
});

const sameClassification = (left: Classification, right: Classification): boolean =>
  left.schoolType === right.schoolType &&
  left.degree === right.degree &&
  left.sector === right.sector;

const sameLocation = (left: Location, right: Location): boolean =>
  left.communeCode === right.communeCode &&
  left.commune === right.commune &&
  left.department === right.department &&
  left.academy === right.academy;

/** Whether a source speaks of a time at or after the fact that it contradicts: an older one never wins. */
const prevails = (described: SchoolDescription, known: { readonly since: string }): boolean =>
  described.effectiveFrom >= known.since;

const dated = ({ uai, effectiveFrom, source }: SchoolDescription) => ({
  uai,
  effectiveFrom,
  source,
});

const registered = (description: SchoolDescription): TerritoryEvent => ({
  type: 'SchoolRegistered',
  data: {
    ...dated(description),
    ...classificationOf(description),
    ...locationOf(description),
    name: description.name,
    openedOn: description.openedOn,
    socialPositionIndex: description.socialPositionIndex,
  },
});

const renamed = (description: SchoolDescription, { name }: Known): readonly TerritoryEvent[] =>
  description.name === name.value || !prevails(description, name)
    ? []
    : [{ type: 'SchoolRenamed', data: { ...dated(description), name: description.name } }];

const reclassified = (
  description: SchoolDescription,
  { classification }: Known,
): readonly TerritoryEvent[] =>
  sameClassification(description, classification) || !prevails(description, classification)
    ? []
    : [
        {
          type: 'SchoolReclassified',
          data: { ...dated(description), ...classificationOf(description) },
        },
      ];

const relocated = (
  description: SchoolDescription,
  { location }: Known,
): readonly TerritoryEvent[] =>
  sameLocation(description, location) || !prevails(description, location)
    ? []
    : [{ type: 'SchoolRelocated', data: { ...dated(description), ...locationOf(description) } }];

const counted = (
  { uai, enrolment, source }: SchoolDescription,
  known: ReadonlyMap<string, number> | undefined,
): readonly TerritoryEvent[] =>
  enrolment === null || known?.get(enrolment.schoolYear) === enrolment.pupils
    ? []
    : [{ type: 'EnrolmentCounted', data: { uai, ...enrolment, source } }];

/** A source that lists a school without a closing date says that it is open on the source's own day. */
const openedOrClosed = (
  description: SchoolDescription,
  known: Pick<Known, 'status' | 'since'>,
): readonly TerritoryEvent[] => {
  const { closedOn, effectiveFrom } = description;
  if (closedOn !== null && known.status === 'open' && closedOn > (known.since ?? '')) {
    const closed = { ...dated(description), effectiveFrom: closedOn, reason: 'listed-as-closed' };
    return [{ type: 'SchoolClosed', data: closed }];
  }
  if (closedOn === null && known.status === 'closed' && effectiveFrom > (known.since ?? '')) {
    return [{ type: 'SchoolReopened', data: dated(description) }];
  }
  return [];
};

const describe = (description: SchoolDescription, state: SchoolState): Decision => {
  const { uai, openedOn, closedOn } = description;
  if (openedOn !== null && closedOn !== null && closedOn < openedOn) {
    return err({ kind: 'SchoolClosesBeforeItOpens', uai, openedOn, closedOn });
  }
  if (state.status === 'unknown') {
    return ok([
      registered(description),
      ...counted(description, undefined),
      ...openedOrClosed(description, { status: 'open', since: openedOn }),
    ]);
  }
  return ok([
    ...renamed(description, state),
    ...reclassified(description, state),
    ...relocated(description, state),
    ...counted(description, state.pupils),
    ...openedOrClosed(description, state),
  ]);
};

const close = (
  { uai, on, source, reason }: Extract<TerritoryCommand, { type: 'CloseSchool' }>,
  state: SchoolState,
): Decision => {
  if (state.status === 'unknown') return err({ kind: 'SchoolUnknown', uai });
  if (state.status === 'closed') {
    return state.since === on
      ? ok([])
      : err({ kind: 'SchoolAlreadyClosed', uai, since: state.since });
  }
  if (state.since !== null && on < state.since) {
    const openedOn = state.since;
    return err({ kind: 'SchoolClosesBeforeItOpens', uai, openedOn, closedOn: on });
  }
  return ok([{ type: 'SchoolClosed', data: { uai, effectiveFrom: on, source, reason } }]);
};

const reopen = (
  { uai, on, source }: Extract<TerritoryCommand, { type: 'ReopenSchool' }>,
  state: SchoolState,
): Decision => {
  if (state.status === 'unknown') return err({ kind: 'SchoolUnknown', uai });
  if (state.status === 'open') {
    return state.since === on
      ? ok([])
      : err({ kind: 'SchoolAlreadyOpen', uai, since: state.since });
  }
  if (state.since !== null && on < state.since) {
    const closedOn = state.since;
    return err({ kind: 'SchoolReopensBeforeItCloses', uai, closedOn, reopensOn: on });
  }
  return ok([{ type: 'SchoolReopened', data: { uai, effectiveFrom: on, source } }]);
};

const decide = (command: TerritoryCommand, state: SchoolState): Decision => {
  switch (command.type) {
    case 'DescribeSchool':
      return describe(command.description, state);
    case 'CloseSchool':
      return close(command, state);
    case 'ReopenSchool':
      return reopen(command, state);
    default:
      return unreachable(command);
  }
};

type Registered = Extract<TerritoryEvent, { type: 'SchoolRegistered' }>['data'];

const asRegistered = (data: Registered): SchoolState => ({
  status: 'open',
  since: data.openedOn,
  name: { value: data.name, since: data.effectiveFrom },
  classification: { ...classificationOf(data), since: data.effectiveFrom },
  location: { ...locationOf(data), since: data.effectiveFrom },
  pupils: new Map(),
});

const evolveKnown = (
  state: Known,
  event: Exclude<TerritoryEvent, { type: 'SchoolRegistered' }>,
): SchoolState => {
  switch (event.type) {
    case 'SchoolRenamed':
      return { ...state, name: { value: event.data.name, since: event.data.effectiveFrom } };
    case 'SchoolReclassified':
      return {
        ...state,
        classification: { ...classificationOf(event.data), since: event.data.effectiveFrom },
      };
    case 'SchoolRelocated':
      return {
        ...state,
        location: { ...locationOf(event.data), since: event.data.effectiveFrom },
      };
    case 'EnrolmentCounted':
      return {
        ...state,
        pupils: new Map(state.pupils).set(event.data.schoolYear, event.data.pupils),
      };
    case 'SchoolClosed':
      return { ...state, status: 'closed', since: event.data.effectiveFrom };
    case 'SchoolReopened':
      return { ...state, status: 'open', since: event.data.effectiveFrom };
    default:
      return unreachable(event);
  }
};

const evolve = (state: SchoolState, event: TerritoryEvent): SchoolState => {
  if (event.type === 'SchoolRegistered') return asRegistered(event.data);
  return state.status === 'unknown' ? state : evolveKnown(state, event);
};

/**
 * One school through time. A source is compared with what is known, fact by fact; of two that contradict
 * each other the one that speaks of the later day holds, and a source that says nothing new decides nothing.
 */
export const territory: Decider<TerritoryCommand, TerritoryEvent, SchoolState, TerritoryRefusal> = {
  initial: { status: 'unknown' },
  decide,
  evolve,
};
