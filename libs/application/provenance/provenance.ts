import type { Declaration, Position } from '#kernel';

import { responses as aggregate, stateOf } from '../aggregate.js';
import type {
  ContributionReader,
  ContributionRow,
  LeftOutRow,
  StandingLeftOut,
} from '../contributions.port.js';
import type { Page } from '../directory.port.js';
import type {
  Contribution,
  FigureName,
  LeftOut,
  Provenance,
  ProvenanceReader,
  ReasonLeftOut,
  ScannedPage,
} from '../provenance.port.js';
import type { ResponseReader, ResponseSheet } from '../response-sheet/response-sheet.js';
import type { Services } from '../services.js';
import { responseStream } from '../streams.js';
import { definitionCardOf, definitionOf } from './definition-card.js';
import { counted, type Judge, judgeOf, leftOutOf, reasonStored } from './left-out.js';

/** Reads rows from the read models, answers from the log. */
type Sources = Pick<Services, 'store' | 'catalogue'> & {
  readonly contributions: ContributionReader;
  readonly responses: ResponseReader;
};

/** Up to so many responses are read and judged to tell reasons apart: some tenths of a second (ADR-0022). */
const judgedAtMost = 1_000;

const everybody = { kind: 'all' } as const;
const nothing: Declaration = { answers: {}, notConcerned: [] };

type Place = { readonly campaign: string; readonly uai: string };
type DeclarationOf = (place: Place) => Declaration;

const streamOf = ({ campaign, uai }: Place): string => responseStream(campaign, uai);

/** What schools had declared at a position, from their streams. */
const declarationsAt = async (
  { store }: Sources,
  places: readonly Place[],
  at: Position,
): Promise<DeclarationOf> => {
  const streams = await store.readStreams(places.map(streamOf));
  return (place) => {
    const history = streams.get(streamOf(place)) ?? [];
    const state = stateOf(
      aggregate,
      history.filter(({ position }) => position <= at),
    );
    return 'declaration' in state ? state.declaration : nothing;
  };
};

const judgedRows = async (
  sources: Sources,
  judge: Judge,
  { rows, at }: { readonly rows: readonly LeftOutRow[]; readonly at: Position },
): Promise<readonly LeftOut[]> => {
  const unknown = rows.filter((row) => reasonStored(judge, row) === 'not-counted');
  const declarationOf = await declarationsAt(sources, unknown, at);
  const isUnknown = new Set(unknown);
  return rows.map((row) =>
    leftOutOf(judge, row, isUnknown.has(row) ? declarationOf(row) : nothing),
  );
};

const atPosition = (figure: FigureName, asOf: Position): FigureName => ({
  ...figure,
  moment: { ...figure.moment, asOf },
});

/** Every response that was received and does not count, judged one by one. */
const judgedReceived = async (
  sources: Sources,
  judge: Judge,
  figure: FigureName,
): Promise<readonly LeftOut[]> => {
  const filter = { within: everybody, standings: ['received'] as const };
  const request = { first: judgedAtMost, after: null };
  const { page, position: at } = await sources.contributions.leftOut(figure, filter, request);
  return judgedRows(sources, judge, { rows: page.rows, at });
};

const total = (counts: readonly { readonly schools: number }[]): number =>
  counts.reduce((sum, { schools }) => sum + schools, 0);

const provenanceOf = async (sources: Sources, figure: FigureName): Promise<Provenance> => {
  const indicator = definitionOf(sources.catalogue, figure);
  const judge = judgeOf(indicator, sources.catalogue);
  const byProfile = indicator.scope !== undefined;
  const { leftOut, ...found } = await sources.contributions.summary(figure, byProfile);
  const stored = leftOut.map((group) => ({
    reason: reasonStored(judge, group),
    detail: group.exclusion,
    schools: group.schools,
  }));
  const received = total(leftOut.filter(({ standing }) => standing === 'received'));
  const unknown = stored.filter(({ reason }) => reason === 'not-counted');
  const isExact = unknown.length === 0 || received <= judgedAtMost;
  const judged =
    unknown.length > 0 && isExact
      ? await judgedReceived(sources, judge, atPosition(figure, found.position))
      : null;
  const reasons =
    judged === null
      ? stored
      : [
          ...stored.filter((_, index) => leftOut[index]?.standing !== 'received'),
          ...judged.map(({ reason, detail }) => ({ reason, detail, schools: 1 })),
        ];
  return {
    ...found,
    definition: definitionCardOf(indicator, sources.catalogue),
    moment: { ...figure.moment, asOf: found.position },
    leftOut: counted(reasons),
    exact: isExact,
  };
};

const ofFormula = (
  sheet: ResponseSheet | undefined,
  questions: ReadonlySet<string>,
): Pick<Contribution, 'answers' | 'corrections'> => ({
  answers: (sheet?.answers ?? []).filter(({ question }) => questions.has(question)),
  corrections: (sheet?.history ?? [])
    .filter(({ type }) => type === 'AnswersCorrected')
    .map(({ recordedAt, position, revision, actorRole, reason, changes }) => ({
      recordedAt,
      position,
      revision,
      actorRole,
      reason,
      changes: changes.filter(({ question }) => questions.has(question)),
    })),
});

const withAnswers = async (
  { responses, catalogue }: Sources,
  figure: FigureName,
  { page, position: asOf }: { readonly page: Page<ContributionRow>; readonly position: Position },
): Promise<Page<Contribution>> => {
  const indicator = definitionOf(catalogue, figure);
  const questions = new Set(definitionCardOf(indicator, catalogue).questions);
  const sheets = await Promise.all(
    page.rows.map(({ campaign, uai }) => responses.response({ campaign, uai, asOf })),
  );
  const rows = page.rows.map((row, index) => ({ ...row, ...ofFormula(sheets[index], questions) }));
  return { ...page, rows };
};

/** Where schools stand that a reason may be of; a scope leaves out whatever a school did. */
const standings: Readonly<Partial<Record<ReasonLeftOut, readonly StandingLeftOut[]>>> = {
  'not-expected': ['excluded'],
  'outside-scope': [],
  'no-response': ['no-response'],
  draft: ['draft'],
  withdrawn: ['withdrawn'],
};

const standingsOf = (reason: ReasonLeftOut | null): readonly StandingLeftOut[] =>
  reason === null ? [] : (standings[reason] ?? ['received']);

const isWanted = (reason: ReasonLeftOut | null, found: LeftOut['reason']): boolean =>
  reason === null ||
  reason === found ||
  (reason === 'not-counted' && found !== 'outside-scope' && standingsOf(found)[0] === 'received');

/** Looks at as many schools as a page may, keeps those of the reason that is asked for. */
const scanned = async (
  sources: Sources,
  figure: FigureName,
  [{ within, reason }, request]: [
    Parameters<ProvenanceReader['leftOut']>[1],
    Parameters<ProvenanceReader['leftOut']>[2],
  ],
): Promise<ScannedPage<LeftOut>> => {
  const judge = judgeOf(definitionOf(sources.catalogue, figure), sources.catalogue);
  const filter = { within, standings: standingsOf(reason) };
  const first = reason === null ? request.first : judgedAtMost;
  const read = { ...request, first };
  const { page, position: at } = await sources.contributions.leftOut(figure, filter, read);
  const judged = await judgedRows(sources, judge, { rows: page.rows, at });
  const kept = judged
    .map((row, index) => ({ row, cursor: page.cursors[index] ?? '' }))
    .filter(({ row }) => isWanted(reason, row.reason));
  const shown = kept.slice(0, request.first);
  const isCut = kept.length > shown.length;
  return {
    rows: shown.map(({ row }) => row),
    cursors: shown.map(({ cursor }) => cursor),
    hasNextPage: isCut || page.hasNextPage,
    endCursor: (isCut ? shown.at(-1)?.cursor : page.cursors.at(-1)) ?? null,
  };
};

/** Says of any figure where it comes from, at the position and by the map that the figure was read in. */
export const provenanceReader = (sources: Sources): ProvenanceReader => ({
  provenance: (figure) => provenanceOf(sources, figure),
  contributions: async (figure, within, page) =>
    withAnswers(sources, figure, await sources.contributions.contributions(figure, within, page)),
  leftOut: (figure, filter, page) => scanned(sources, figure, [filter, page]),
});
