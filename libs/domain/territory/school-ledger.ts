import { unreachable } from '#kernel';

import type {
  Classification,
  Confirmable,
  Location,
  TerritoryEvent,
  Zone,
  ZoneKind,
} from './territory.events.js';
import { saidStatus, type Status } from './school-status.js';
import { type Assertion, type Timeline, valueOn, without } from './timeline.js';

/** All that was said of one school and not retracted. */
export type SchoolLedger = {
  readonly name: Timeline<string>;
  readonly classification: Timeline<Classification>;
  readonly location: Timeline<Location>;
  readonly status: Timeline<Status>;
  readonly zones: Readonly<Record<ZoneKind, Timeline<Zone>>>;
  /** Head counts; their day is their school year. */
  readonly pupils: Timeline<number>;
};

/** `revision`: how many events there have been. */
export type SchoolState = { readonly revision: number; readonly ledger: SchoolLedger };

export const nothingSaid: SchoolState = {
  revision: 0,
  ledger: {
    name: [],
    classification: [],
    location: [],
    status: [],
    zones: { circonscription: [], bassin: [] },
    pupils: [],
  },
};

/** A school is known when something that was not retracted says what and where it is. */
export const isKnown = ({ ledger }: SchoolState): boolean =>
  ledger.name.length > 0 && ledger.classification.length > 0 && ledger.location.length > 0;

export const classificationOf = ({
  schoolType,
  degree,
  sector,
}: Classification): Classification => ({ schoolType, degree, sector });

export const locationOf = ({ communeCode, commune, department, academy }: Location): Location => ({
  communeCode,
  commune,
  department,
  academy,
});

const listed: Status = { kind: 'listed', absorbedBy: null };

type Saying = { readonly day: string; readonly source: string; readonly revision: number };

const said = <Value>(
  timeline: Timeline<Value>,
  { day, source, revision, topic = '' }: Saying & { readonly topic?: string },
  value: Value,
): Timeline<Value> => {
  const assertion: Assertion<Value> = { day, source, revision, value, weight: 0, topic };
  return [...timeline, assertion];
};

const again = <Value>(timeline: Timeline<Value>, saying: Saying): Timeline<Value> => {
  const value = valueOn(timeline, saying.day);
  return value === undefined ? timeline : said(timeline, saying, value);
};

const confirmed = (
  ledger: SchoolLedger,
  fact: Confirmable,
  { academy, ...saying }: Saying & { readonly academy: string },
): SchoolLedger => {
  switch (fact) {
    case 'name':
      return { ...ledger, name: again(ledger.name, saying) };
    case 'classification':
      return { ...ledger, classification: again(ledger.classification, saying) };
    case 'location': {
      const held = valueOn(ledger.location, saying.day);
      if (held === undefined) return ledger;
      return { ...ledger, location: said(ledger.location, saying, { ...held, academy }) };
    }
    case 'status':
      return { ...ledger, status: saidStatus(ledger.status, saying, listed) };
    case 'circonscription':
    case 'bassin':
      return {
        ...ledger,
        zones: { ...ledger.zones, [fact]: again(ledger.zones[fact], saying) },
      };
  }
};

type Registered = Extract<TerritoryEvent, { type: 'SchoolRegistered' }>['data'];

const registered = (ledger: SchoolLedger, data: Registered, saying: Saying): SchoolLedger => {
  const { openedOn, isOpen } = data;
  const opened =
    openedOn === null
      ? ledger.status
      : saidStatus(
          ledger.status,
          { ...saying, day: openedOn, listedOn: saying.day },
          { kind: 'opened', absorbedBy: null },
        );
  return {
    ...ledger,
    name: said(ledger.name, saying, data.name),
    classification: said(ledger.classification, saying, classificationOf(data)),
    location: said(ledger.location, saying, locationOf(data)),
    status: isOpen ? saidStatus(opened, saying, listed) : opened,
  };
};

const retracted = (ledger: SchoolLedger, revisions: ReadonlySet<number>): SchoolLedger => ({
  name: without(ledger.name, revisions),
  classification: without(ledger.classification, revisions),
  location: without(ledger.location, revisions),
  status: without(ledger.status, revisions),
  zones: {
    circonscription: without(ledger.zones.circonscription, revisions),
    bassin: without(ledger.zones.bassin, revisions),
  },
  pupils: without(ledger.pupils, revisions),
});

/** The events whose assertions still stand, by their place in the stream. */
export const standingRevisions = ({ ledger }: SchoolState): ReadonlySet<number> => {
  const { zones, ...timelines } = ledger;
  return new Set(
    [...Object.values(timelines), ...Object.values(zones)].flatMap((timeline) =>
      timeline.map(({ revision }) => revision),
    ),
  );
};

type Of<Type extends TerritoryEvent['type']> = Extract<TerritoryEvent, { type: Type }>;
type Turn = Of<'SchoolOpened' | 'SchoolClosed' | 'SchoolReopened' | 'SchoolAbsorbed'>;

const statusOf = (event: Turn): Status => {
  switch (event.type) {
    case 'SchoolOpened':
      return { kind: 'opened', absorbedBy: null };
    case 'SchoolClosed':
      return { kind: 'closed', absorbedBy: null };
    case 'SchoolReopened':
      return listed;
    case 'SchoolAbsorbed':
      return { kind: 'closed', absorbedBy: event.data.into };
    default:
      return unreachable(event);
  }
};

const turned = (ledger: SchoolLedger, event: Turn, saying: Saying): SchoolLedger => {
  const listedOn = 'listedOn' in event.data ? event.data.listedOn : null;
  return { ...ledger, status: saidStatus(ledger.status, { ...saying, listedOn }, statusOf(event)) };
};

type Told = Exclude<TerritoryEvent, Turn | Of<'EnrolmentCounted' | 'SchoolFactsRetracted'>>;

const told = (ledger: SchoolLedger, event: Told, saying: Saying): SchoolLedger => {
  switch (event.type) {
    case 'SchoolRegistered':
      return registered(ledger, event.data, saying);
    case 'SchoolRenamed':
      return { ...ledger, name: said(ledger.name, saying, event.data.name) };
    case 'SchoolReclassified': {
      const value = classificationOf(event.data);
      return { ...ledger, classification: said(ledger.classification, saying, value) };
    }
    case 'SchoolRelocated':
      return { ...ledger, location: said(ledger.location, saying, locationOf(event.data)) };
    case 'SchoolZoned': {
      const { kind, code, name } = event.data;
      const zones = { ...ledger.zones, [kind]: said(ledger.zones[kind], saying, { code, name }) };
      return { ...ledger, zones };
    }
    case 'SchoolConfirmed': {
      const { academy, facts } = event.data;
      return facts.reduce((now, fact) => confirmed(now, fact, { ...saying, academy }), ledger);
    }
    default:
      return unreachable(event);
  }
};

const turns: ReadonlySet<string> = new Set<Turn['type']>([
  'SchoolOpened',
  'SchoolClosed',
  'SchoolReopened',
  'SchoolAbsorbed',
]);
const isTurn = (event: Turn | Told): event is Turn => turns.has(event.type);

const after = (ledger: SchoolLedger, event: TerritoryEvent, revision: number): SchoolLedger => {
  if (event.type === 'SchoolFactsRetracted') {
    return retracted(ledger, new Set(event.data.revisions));
  }
  if (event.type === 'EnrolmentCounted') {
    const { schoolYear: day, source, pupils, listedOn } = event.data;
    const saying = { day, source, revision, topic: listedOn ?? '' };
    return { ...ledger, pupils: said(ledger.pupils, saying, pupils) };
  }
  const saying = { day: event.data.effectiveFrom, source: event.data.source, revision };
  return isTurn(event) ? turned(ledger, event, saying) : told(ledger, event, saying);
};

/** What is said of a school once an event more has been recorded. */
export const evolve = ({ revision, ledger }: SchoolState, event: TerritoryEvent): SchoolState => ({
  revision: revision + 1,
  ledger: after(ledger, event, revision + 1),
});
