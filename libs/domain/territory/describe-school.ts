import { err, ok, type Result, type Uai } from '#kernel';

import { samePlace } from './school-history.js';
import {
  classificationOf,
  isKnown,
  locationOf,
  type SchoolLedger,
  type SchoolState,
} from './school-ledger.js';
import { type StatusKind, statusOn, statusTopic } from './school-status.js';
import {
  type Classification,
  type Confirmable,
  type Location,
  type TerritoryEvent,
  type Zone,
  type ZoneKind,
  zoneKinds,
} from './territory.events.js';
import { saidBy, type Timeline, valueOn } from './timeline.js';

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
    /** The zones that the source knows. */
    readonly zones?: Partial<Readonly<Record<ZoneKind, Zone>>>;
    /** The day that the source describes, YYYY-MM-DD. */
    readonly effectiveFrom: string;
    readonly source: string;
  };

type DatesReversed = {
  readonly kind: 'SchoolClosesBeforeItOpens';
  readonly uai: Uai;
  readonly openedOn: string;
  readonly closedOn: string;
};

/** What a description adds about one fact: an event, a confirmation, or nothing that it had not said before. */
type Addition = { readonly events: readonly TerritoryEvent[]; readonly confirms: boolean };

const nothing: Addition = { events: [], confirms: false };
const confirmation: Addition = { events: [], confirms: true };
const telling = (event: TerritoryEvent): Addition => ({ events: [event], confirms: false });

const dated = ({ uai, effectiveFrom, source }: SchoolDescription) => ({
  uai,
  effectiveFrom,
  source,
});

/** Whether a source lists a school as open on the day that it describes. */
const isListedOpen = ({ closedOn, effectiveFrom }: SchoolDescription): boolean =>
  closedOn === null || closedOn > effectiveFrom;

type Said<Value> = {
  readonly value: Value;
  readonly same: (left: Value, right: Value) => boolean;
  readonly event: TerritoryEvent;
};

const addition = <Value>(
  timeline: Timeline<Value>,
  { effectiveFrom: day, source }: SchoolDescription,
  { value, same, event }: Said<Value>,
): Addition => {
  const before = saidBy(timeline, { day, source, topic: '' });
  if (before !== undefined && same(before, value)) return nothing;
  const known = valueOn(timeline, day);
  return known !== undefined && same(known, value) ? confirmation : telling(event);
};

const sameText = (left: string, right: string): boolean => left === right;

const sameClassification = (left: Classification, right: Classification): boolean =>
  left.schoolType === right.schoolType &&
  left.degree === right.degree &&
  left.sector === right.sector;

const sameZone = (left: Zone, right: Zone): boolean =>
  left.code === right.code && left.name === right.name;

const ofName = (description: SchoolDescription, { name }: SchoolLedger): Addition =>
  addition(name, description, {
    value: description.name,
    same: sameText,
    event: { type: 'SchoolRenamed', data: { ...dated(description), name: description.name } },
  });

const ofClassification = (
  description: SchoolDescription,
  { classification }: SchoolLedger,
): Addition => {
  const value = classificationOf(description);
  return addition(classification, description, {
    value,
    same: sameClassification,
    event: { type: 'SchoolReclassified', data: { ...dated(description), ...value } },
  });
};

const ofLocation = (description: SchoolDescription, { location }: SchoolLedger): Addition => {
  const value = locationOf(description);
  return addition(location, description, {
    value,
    same: samePlace,
    event: { type: 'SchoolRelocated', data: { ...dated(description), ...value } },
  });
};

const ofZone = (
  description: SchoolDescription,
  { zones }: SchoolLedger,
  kind: ZoneKind,
): Addition => {
  const value = description.zones?.[kind];
  if (value === undefined) return nothing;
  return addition(zones[kind], description, {
    value,
    same: sameZone,
    event: { type: 'SchoolZoned', data: { ...dated(description), kind, ...value } },
  });
};

const ofStatus = (description: SchoolDescription, { status }: SchoolLedger): Addition => {
  const { effectiveFrom: day, source } = description;
  const isSaid = saidBy(status, { day, source, topic: 'listed' }) !== undefined;
  if (isSaid || !isListedOpen(description)) return nothing;
  const { isOpen, from } = statusOn(status, day);
  if (isOpen) return confirmation;
  // of the same day the closing prevails: the source has nothing to add
  return from === day ? nothing : telling({ type: 'SchoolReopened', data: dated(description) });
};

/** A day on which the school has turned, unless this listing has told it before. */
const turned = (
  { effectiveFrom: listedOn, source }: SchoolDescription,
  { status }: SchoolLedger,
  { day, kind }: { readonly day: string | null; readonly kind: StatusKind },
): { readonly effectiveFrom: string; readonly listedOn: string } | undefined => {
  const topic = statusTopic(kind, listedOn);
  if (day === null || saidBy(status, { day, source, topic }) !== undefined) return undefined;
  return { effectiveFrom: day, listedOn };
};

const opened = (
  description: SchoolDescription,
  ledger: SchoolLedger,
): readonly TerritoryEvent[] => {
  const { uai, openedOn, source } = description;
  const since = turned(description, ledger, { day: openedOn, kind: 'opened' });
  return since === undefined ? [] : [{ type: 'SchoolOpened', data: { uai, source, ...since } }];
};

const closed = (
  description: SchoolDescription,
  ledger: SchoolLedger,
): readonly TerritoryEvent[] => {
  const { uai, closedOn, source } = description;
  const since = turned(description, ledger, { day: closedOn, kind: 'closed' });
  const reason = 'listed-as-closed';
  return since === undefined
    ? []
    : [{ type: 'SchoolClosed', data: { uai, source, ...since, reason } }];
};

/** Earlier versions of the program did not record which listing had counted. */
const isCounted = (
  { effectiveFrom, source }: SchoolDescription,
  { pupils }: SchoolLedger,
  { schoolYear: day, pupils: count }: NonNullable<SchoolDescription['enrolment']>,
): boolean => [effectiveFrom, ''].some((topic) => saidBy(pupils, { day, source, topic }) === count);

const counted = (
  description: SchoolDescription,
  ledger: SchoolLedger,
): readonly TerritoryEvent[] => {
  const { uai, enrolment, source, effectiveFrom: listedOn } = description;
  if (enrolment === null || isCounted(description, ledger, enrolment)) return [];
  return [{ type: 'EnrolmentCounted', data: { uai, ...enrolment, source, listedOn } }];
};

const registered = (
  description: SchoolDescription,
  ledger: SchoolLedger,
): readonly TerritoryEvent[] => [
  {
    type: 'SchoolRegistered',
    data: {
      ...dated(description),
      ...classificationOf(description),
      ...locationOf(description),
      name: description.name,
      openedOn: description.openedOn,
      socialPositionIndex: description.socialPositionIndex,
      isOpen: isListedOpen(description),
    },
  },
  ...zoneKinds.flatMap((kind) => ofZone(description, ledger, kind).events),
  ...counted(description, ledger),
  ...closed(description, ledger),
];

const added = (description: SchoolDescription, ledger: SchoolLedger): readonly TerritoryEvent[] => {
  const additions: Readonly<Record<Confirmable, Addition>> = {
    name: ofName(description, ledger),
    classification: ofClassification(description, ledger),
    location: ofLocation(description, ledger),
    status: ofStatus(description, ledger),
    circonscription: ofZone(description, ledger, 'circonscription'),
    bassin: ofZone(description, ledger, 'bassin'),
  };
  const facts = (Object.keys(additions) as readonly Confirmable[]).filter(
    (fact) => additions[fact].confirms,
  );
  const { academy } = description;
  return [
    ...Object.values(additions).flatMap(({ events }) => events),
    ...(facts.length === 0
      ? []
      : [{ type: 'SchoolConfirmed' as const, data: { ...dated(description), academy, facts } }]),
    ...counted(description, ledger),
    ...opened(description, ledger),
    ...closed(description, ledger),
  ];
};

/** What one dated source adds to what is said of a school. */
export const describe = (
  description: SchoolDescription,
  state: SchoolState,
): Result<readonly TerritoryEvent[], DatesReversed> => {
  const { uai, openedOn, closedOn } = description;
  if (openedOn !== null && closedOn !== null && closedOn < openedOn) {
    return err({ kind: 'SchoolClosesBeforeItOpens', uai, openedOn, closedOn });
  }
  const say = isKnown(state) ? added : registered;
  return ok(say(description, state.ledger));
};
