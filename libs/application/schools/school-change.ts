import {
  type Classification,
  isKnown,
  type Location,
  type SchoolLedger,
  type SchoolState,
  statusOn,
  type TerritoryEvent,
  valueOn,
} from '#domain/territory';

/** One new fact of a school, as a person reads it; `before` is null where nothing was known. */
export type SchoolChange = {
  readonly uai: string;
  readonly kind: TerritoryEvent['type'];
  readonly before: string | null;
  readonly after: string;
  /** Since when, YYYY-MM-DD, or the school year of a head count; empty for what was taken back. */
  readonly since: string;
};

const classification = ({ schoolType, degree, sector }: Classification): string =>
  `${schoolType} ${degree} ${sector}`;

const location = ({ commune, communeCode, department, academy }: Location): string =>
  `${commune} (${communeCode}), ${department}, ${academy}`;

const told = <Value>(value: Value | undefined, text: (value: Value) => string): string | null =>
  value === undefined ? null : text(value);

const zone = ({ code, name }: { readonly code: string; readonly name: string }): string =>
  `${code} ${name}`.trim();

const sinceOf = ({ type, data }: TerritoryEvent): string => {
  if (type === 'SchoolFactsRetracted') return '';
  return type === 'EnrolmentCounted' ? data.schoolYear : data.effectiveFrom;
};

type Kind = TerritoryEvent['type'];
type Of<Type extends Kind> = Extract<TerritoryEvent, { type: Type }>;

/** How the facts of one kind are told: what was known of their day, and what they say. */
type Telling<Type extends Kind> = {
  readonly before: (ledger: SchoolLedger, data: Of<Type>['data']) => string | null;
  readonly after: (data: Of<Type>['data']) => string;
};

type Dated = { readonly effectiveFrom: string };

const nothingBefore = (): null => null;
const statusBefore = ({ status }: SchoolLedger, { effectiveFrom }: Dated): string =>
  statusOn(status, effectiveFrom).isOpen ? 'open' : 'closed';
const opening = { before: statusBefore, after: () => 'open' };

const tellings: { readonly [Type in Kind]: Telling<Type> } = {
  SchoolRegistered: {
    before: nothingBefore,
    after: (data) => `${data.name}, ${classification(data)}, ${location(data)}`,
  },
  SchoolRenamed: {
    before: ({ name }, data) => valueOn(name, data.effectiveFrom) ?? null,
    after: ({ name }) => name,
  },
  SchoolReclassified: {
    before: (ledger, data) =>
      told(valueOn(ledger.classification, data.effectiveFrom), classification),
    after: classification,
  },
  SchoolRelocated: {
    before: (ledger, data) => told(valueOn(ledger.location, data.effectiveFrom), location),
    after: location,
  },
  SchoolZoned: {
    before: ({ zones }, { kind, effectiveFrom }) => told(valueOn(zones[kind], effectiveFrom), zone),
    after: zone,
  },
  SchoolConfirmed: { before: nothingBefore, after: ({ facts }) => facts.join(', ') },
  EnrolmentCounted: {
    before: ({ pupils }, { schoolYear }) => {
      const ofYear = pupils.filter(({ day }) => day === schoolYear);
      return told(valueOn(ofYear, schoolYear), String);
    },
    after: ({ pupils }) => String(pupils),
  },
  SchoolOpened: opening,
  SchoolReopened: opening,
  SchoolClosed: { before: statusBefore, after: () => 'closed' },
  SchoolAbsorbed: { before: statusBefore, after: ({ into }) => `closed, absorbed by ${into}` },
  SchoolFactsRetracted: { before: nothingBefore, after: ({ reason }) => reason },
};

/** What an event changes of the state before it. */
export const schoolChange = (state: SchoolState, event: TerritoryEvent): SchoolChange => {
  const { type, data } = event;
  // the table pairs each type with its own data, which the compiler cannot follow through a union
  const { before, after } = tellings[type] as {
    readonly before: (ledger: SchoolLedger, data: unknown) => string | null;
    readonly after: (data: unknown) => string;
  };
  return {
    uai: data.uai,
    kind: type,
    before: isKnown(state) ? before(state.ledger, data) : null,
    after: after(data),
    since: sinceOf(event),
  };
};

/** Whether a fact differs from what was known: a source that confirms it, or says the same, changes nothing. */
export const changesSomething = ({ kind, before, after }: SchoolChange): boolean =>
  kind !== 'SchoolConfirmed' && before !== after;
