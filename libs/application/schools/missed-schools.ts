import {
  isKnown,
  type SchoolDescription,
  type SchoolState,
  territory,
  type TerritoryCommand,
  valueOn,
} from '#domain/territory';
import { err, ok, type Position, type Problem, type Result, type Uai } from '#kernel';

import { schools, stateOf } from '../aggregate.js';
import { executeMany } from '../batch-executor.js';
import { nameUuid } from '../identity.js';
import type { Order } from '../order.js';
import { paired } from '../paired.js';
import { closingsTooMany, listingIncomplete } from '../problems/school.problems.js';
import type { RequestContext, Services } from '../services.js';
import { schoolStream } from '../streams.js';
import { batchesOf } from './batches.js';
import { type CompleteListing, completeListings } from './complete-listing.js';
import { schoolProblems } from './school-acts.js';

/** A school that was open and that a complete listing does not name: it is closed from that day on. */
export type MissedSchool = {
  readonly uai: Uai;
  readonly name: string;
  readonly academy: string;
  /** YYYY-MM-DD. */
  readonly on: string;
  readonly source: string;
};

type Ground = Pick<Services, 'store' | 'directory'>;
type Listed = {
  readonly descriptions: readonly SchoolDescription[];
  readonly listings: readonly CompleteListing[];
};

const commandOf = ({ uai, on, source }: MissedSchool): TerritoryCommand => ({
  type: 'MissSchool',
  uai,
  on,
  source,
});

const after = (state: SchoolState, command: TerritoryCommand): SchoolState => {
  const decision = territory.decide(command, state);
  return decision.ok ? decision.value.reduce(territory.evolve, state) : state;
};

/** The school as the listing would have to name it, where it is of those that the listing covers. */
const coveredBy = (
  { on, source, academyOf, schoolTypes, sectors }: CompleteListing,
  uai: Uai,
  { ledger }: SchoolState,
): MissedSchool | undefined => {
  const { department = '' } = valueOn(ledger.location, on) ?? {};
  const academy = academyOf.get(department);
  const { schoolType = '', sector = '' } = valueOn(ledger.classification, on) ?? {};
  const isCovered = academy !== undefined && schoolTypes.has(schoolType) && sectors.has(sector);
  return isCovered ? { uai, name: valueOn(ledger.name, on) ?? '', academy, on, source } : undefined;
};

/** Of one school, the listings in the order of their days: what it misses by one decides on the next. */
const missesOf = (
  uai: Uai,
  known: SchoolState,
  listings: readonly CompleteListing[],
): readonly MissedSchool[] => {
  const missed: MissedSchool[] = [];
  let state = known;
  for (const listing of listings) {
    if (listing.uais.has(uai) || !isKnown(state)) continue;
    const candidate = coveredBy(listing, uai, state);
    if (candidate === undefined) continue;
    const next = after(state, commandOf(candidate));
    if (next !== state) missed.push(candidate);
    state = next;
  }
  return missed;
};

const describedBy = (
  descriptions: readonly SchoolDescription[],
): ReadonlyMap<string, readonly SchoolDescription[]> => {
  const byUai = new Map<string, SchoolDescription[]>();
  for (const description of descriptions)
    byUai.set(description.uai, [...(byUai.get(description.uai) ?? []), description]);
  return byUai;
};

/** The schools of the places that are covered, and those that the file itself lists on some of its days only. */
const candidatesOf = async (
  { directory }: Ground,
  { descriptions, listings }: Listed,
): Promise<readonly Uai[]> => {
  const departments = [...new Set(listings.flatMap(({ academyOf }) => [...academyOf.keys()]))];
  const placed = departments.length === 0 ? [] : await directory.all({ departments });
  const uais = new Set([...placed, ...descriptions].map(({ uai }) => uai));
  return [...uais].filter((uai) => listings.some((listing) => !listing.uais.has(uai))).sort();
};

const missedIn = async (services: Ground, listed: Listed): Promise<readonly MissedSchool[]> => {
  const described = describedBy(listed.descriptions);
  const missed: MissedSchool[] = [];
  for (const batch of batchesOf(await candidatesOf(services, listed))) {
    const histories = await services.store.readStreams(batch.map(schoolStream));
    for (const uai of batch) {
      const recorded = stateOf(schools, histories.get(schoolStream(uai)) ?? []);
      const state = (described.get(uai) ?? []).reduce(
        (now, description) => after(now, { type: 'DescribeSchool', description }),
        recorded,
      );
      missed.push(...missesOf(uai, state, listed.listings));
    }
  }
  return missed;
};

const tooMany = (
  missed: readonly MissedSchool[],
  listings: readonly CompleteListing[],
  mostPercent: number,
): readonly Problem[] =>
  listings.flatMap(({ on, listed }) =>
    [...listed].flatMap(([academy, count]) => {
      const closing = missed.filter((one) => one.on === on && one.academy === academy).length;
      const open = count + closing;
      if (closing * 100 <= mostPercent * open) return [];
      return [closingsTooMany({ academy, on, missed: closing, open, mostPercent })];
    }),
  );

export type CompleteFile = Parameters<typeof completeListings>[0] & {
  /** Lines that could not be read: any of them may name a school. */
  readonly refused: readonly unknown[];
};

/**
 * The schools that a file of every open school no longer names, once it is recorded: read from the streams of the
 * schools that the directory places where it covers, so that read model must be up to date. Writes nothing.
 * Refused when a line of the file was, or when more than `mostPercent` of the schools of an académie would close.
 */
export const missedSchools = async (
  services: Ground & Pick<Services, 'catalogue'>,
  file: CompleteFile,
  mostPercent: number,
): Promise<Result<readonly MissedSchool[], readonly Problem[]>> => {
  if (file.refused.length > 0) return err([listingIncomplete(file.refused.length)]);
  const listings = completeListings(file, services.catalogue.territories);
  const missed = await missedIn(services, { descriptions: file.descriptions, listings });
  const problems = tooMany(missed, listings, mostPercent);
  return problems.length === 0 ? ok(missed) : err(problems);
};

const orderOf = (missed: MissedSchool, context: RequestContext): Order<TerritoryCommand> => {
  const stream = schoolStream(missed.uai);
  return {
    stream,
    command: commandOf(missed),
    context,
    academy: missed.academy,
    eventId: (revision) =>
      nameUuid(`${stream} ${String(revision)} missed ${missed.on} ${missed.source}`),
  };
};

export type ClosedSchools = {
  readonly closed: number;
  readonly refused: readonly { readonly uai: string; readonly problems: readonly Problem[] }[];
  /** Of the last closing; null when there was none. */
  readonly position: Position | null;
};

/**
 * Closes the schools that a complete file does not name, unless they are known to have closed meanwhile. The same
 * again records nothing. Throws `EventLogUnavailable`: what was recorded stays, and the call may be repeated.
 */
export const closeMissed = async (
  { store }: Pick<Services, 'store'>,
  missed: readonly MissedSchool[],
  context: RequestContext,
): Promise<ClosedSchools> => {
  const refused: ClosedSchools['refused'][number][] = [];
  let closed = 0;
  let position: Position | null = null;
  for (const batch of batchesOf(missed)) {
    const orders = batch.map((one) => orderOf(one, context));
    const outcomes = await executeMany({ store, aggregate: schools }, orders);
    for (const [{ uai }, outcome] of paired(batch, outcomes)) {
      if (!outcome.ok) refused.push({ uai, problems: schoolProblems(outcome.error) });
      else if (outcome.value.written.length > 0) {
        closed += 1;
        position = outcome.value.position;
      }
    }
  }
  return { closed, refused, position };
};
