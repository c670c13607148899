import type { Catalogue } from '#catalogue';
import { type Indicator, indicatorKey } from '#domain/indicator';
import { BrokenAssumption, type Declaration, type Position } from '#kernel';

import { responses, stateOf } from '../../aggregate.js';
import type { EventStore } from '../../event-store.port.js';
import type { TerritoryRef } from '../../figures.port.js';
import type { Round, Standing, StandingReader } from '../../standings.port.js';
import { responseStream } from '../../streams.js';
import {
  impactRows,
  type ImpactRow,
  type ImpactSummary,
  type Meters,
  summaryOf,
  totalsOf,
} from './impact.js';
import { isReceived, meterOf } from './meter.js';
import { countSchool, rolledUp, type Tallies } from './tally.js';

export type PreviewRequest = {
  /** With the candidate among its definitions. */
  readonly catalogue: Catalogue;
  readonly candidate: Indicator;
  /** The definition that it would take the place of; null for a new indicator. */
  readonly current: Indicator | null;
  /** Only these; absent: every académie and département. */
  readonly territories?: readonly TerritoryRef[];
  /** Told after each page how many schools have been read, of how many. */
  readonly onProgress?: (schools: number, expected: number) => void;
};

/** What figures would be if a candidate were adopted, beside what they are. Nothing is written anywhere. */
export type Impact = {
  /** `eleves_par_ordinateur_1d@2` */
  readonly candidate: string;
  readonly current: string | null;
  /** The log position that both sides are of. */
  readonly position: Position;
  /** Expected schools that were looked at, over all campaigns, and answers that were read. */
  readonly schools: number;
  readonly responses: number;
  /** True when synthetic answers are part of it: never to be quoted. */
  readonly synthetic: boolean;
  /** The country, by school year. */
  readonly totals: readonly ImpactRow[];
  /** The territories that were asked for, largest change first. */
  readonly rows: readonly ImpactRow[];
  readonly summary: ImpactSummary;
};

type Sources = { readonly store: EventStore; readonly standings: StandingReader };

const pageSize = 1_000;

type Walk = Sources & {
  readonly meters: Meters;
  readonly tallies: Tallies;
  readonly asOf: Position;
  readonly tell: () => void;
  schools: number;
  responses: number;
  synthetic: boolean;
};

type Answered = { readonly declaration: Declaration; readonly questionnaire: string };

const readsAnswers = ({ before, after }: Meters): boolean =>
  [before, after].some((meter) => meter?.indicator.source === 'answers');

/** The answers that count, by UAI, as the log held them at the revision that the read model tells. */
const answersOf = async (
  { store, meters }: Walk,
  { campaign }: Round,
  page: readonly Standing[],
): Promise<ReadonlyMap<string, Answered>> => {
  if (!readsAnswers(meters)) return new Map();
  const received = page.filter(isReceived);
  const streams = await store.readStreams(received.map(({ uai }) => responseStream(campaign, uai)));
  return new Map(
    received.map(({ uai, response }) => {
      const history = (streams.get(responseStream(campaign, uai)) ?? []).filter(
        ({ revision }) => revision <= (response?.revision ?? 0),
      );
      const state = stateOf(responses, history);
      if (state.status !== 'submitted' && state.status !== 'validated')
        throw new BrokenAssumption(`${uai} counts in ${campaign} and its log says ${state.status}`);
      return [uai, state];
    }),
  );
};

const walkPage = async (walk: Walk, round: Round, page: readonly Standing[]): Promise<void> => {
  const { before, after } = walk.meters;
  const answers = await answersOf(walk, round, page);
  for (const school of page) {
    const answered = answers.get(school.uai);
    const questionnaire = answered?.questionnaire ?? round.questionnaire;
    const declared = answered?.declaration ?? null;
    countSchool(
      walk.tallies,
      { schoolYear: round.schoolYear, place: school },
      {
        before: before?.read(questionnaire, school, declared) ?? null,
        after: after.read(questionnaire, school, declared),
      },
    );
  }
  walk.synthetic ||= page.some(
    (school) => isReceived(school) && school.response?.synthetic === true,
  );
  walk.schools += page.length;
  walk.responses += answers.size;
  walk.tell();
};

const walkRound = async (walk: Walk, round: Round): Promise<void> => {
  const { campaign } = round;
  let after = '';
  for (;;) {
    const request = { campaign, after, limit: pageSize, asOf: walk.asOf };
    const page = await walk.standings.page(request);
    if (page.length > 0) await walkPage(walk, round, page);
    if (page.length < pageSize) return;
    after = page.at(-1)?.uai ?? after;
  }
};

const isAsked = (wanted: PreviewRequest['territories'], { kind, code }: TerritoryRef): boolean =>
  wanted === undefined
    ? kind === 'academy' || kind === 'department'
    : wanted.some((one) => one.kind === kind && one.code === code);

/**
 * Computes a candidate over all history, as of one position, beside the definition in its place: page by page
 * over the answers that count, in memory that does not grow with them.
 */
export const previewDefinition = async (
  { store, standings }: Sources,
  request: PreviewRequest,
): Promise<Impact> => {
  const { catalogue, candidate, current, territories, onProgress } = request;
  const asOf = await standings.position();
  const rounds = await standings.rounds(candidate.survey, asOf);
  const expected = rounds.reduce((sum, round) => sum + round.expected, 0);
  const meters = {
    before: current === null ? null : meterOf(catalogue, current),
    after: meterOf(catalogue, candidate),
  };
  const walk: Walk = {
    ...{ store, standings, meters, asOf, tallies: new Map() as Tallies },
    tell: () => onProgress?.(walk.schools, expected),
    schools: 0,
    responses: 0,
    synthetic: false,
  };
  for (const round of rounds) await walkRound(walk, round);

  const all = impactRows(meters, rolledUp(walk.tallies));
  const rows = all.filter(({ territory }) => isAsked(territories, territory));
  const totals = totalsOf(all);
  return {
    candidate: indicatorKey(candidate),
    current: current === null ? null : indicatorKey(current),
    position: asOf,
    schools: walk.schools,
    responses: walk.responses,
    synthetic: walk.synthetic,
    totals,
    rows,
    summary: summaryOf(rows, totals),
  };
};
