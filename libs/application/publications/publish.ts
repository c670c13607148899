import { manifestText, type PublicationManifest } from '#contracts';
import { latestOf, type SeriesState } from '#domain/publication';
import { err, ok, type Position, type Problem, type Result } from '#kernel';

import { sha256 } from '../identity.js';
import { answering } from '../outcome.js';
import { campaignUnknown } from '../problems/campaign.problems.js';
import {
  nothingToPublish,
  positionNotReached,
  readModelsBehind,
  seriesMalformed,
  titleMissing,
} from '../problems/publication.problems.js';
import type { RequestContext } from '../services.js';
import { isCampaignId } from '../streams.js';
import type { ProjectionName } from '../projections.port.js';
import { campaignsChosen } from './frozen-campaigns.js';
import { manifestOf } from './manifest-of.js';
import type { PublishInput, Publishing, TablePlan } from './publishing.js';
import { readSeries, runSeries } from './series.js';
import { buildTables } from './tables/build-tables.js';
import { contentsSha256 } from './tables/table.js';

/** A publication that is there now. */
export type Published = {
  readonly publication: string;
  readonly manifestSha256: string;
  /** The position of the log that it shows. */
  readonly shows: Position;
  /** Where the ledger has it; null when it was there before. */
  readonly position: Position | null;
  /** Null when an earlier publication has the same contents: nothing was written. */
  readonly manifest: PublicationManifest | null;
  readonly effect: 'recorded' | 'unchanged';
};

type Refusable<Value> = Promise<Result<Value, readonly Problem[]>>;

const caughtUpWithinMs = 60_000;
const madeOf: readonly ProjectionName[] = ['school-directory', 'campaign-register', 'figures'];

const positionToShow = async (
  { store, projections }: Publishing,
  asked: Position | undefined,
): Refusable<Position> => {
  const head = await store.head();
  const position = asked ?? head;
  if (position > head) return err([positionNotReached(position, head)]);
  const isReached = await projections.waitFor(position, caughtUpWithinMs, madeOf);
  return isReached ? ok(position) : err([readModelsBehind(position)]);
};

const defaultSeries = ({ campaigns, surveys, schoolYears }: PublishInput): string =>
  (campaigns.length > 0 ? campaigns : [...surveys, ...schoolYears]).join('-') || 'observatoire';

const planOf = async (services: Publishing, input: PublishInput): Refusable<TablePlan> => {
  const position = await positionToShow(services, input.position);
  if (!position.ok) return position;
  const campaigns = await campaignsChosen(services, input, position.value);
  const unknown = input.campaigns.filter((id) => !campaigns.includes(id));
  if (unknown.length > 0) return err(unknown.map(campaignUnknown));
  if (campaigns.length === 0) return err([nothingToPublish()]);
  const { title, state, geography, breakdown, territories } = input;
  return ok({
    title,
    state,
    geography,
    territories,
    breakdown: [...new Set(breakdown)].sort(),
    campaigns,
    definitions: null,
    position: position.value,
  });
};

/** The publication that says already what is to be said: published again, it is that one. */
const sameAs = (
  series: SeriesState,
  { state, contents }: { readonly state: PublishInput['state']; readonly contents: string },
) => {
  const latest = latestOf(series);
  const isSame = latest?.contentsSha256 === contents && latest.state === state;
  return isSame && !latest.isWithdrawn ? latest : undefined;
};

const freeze = async (
  services: Publishing,
  { plan, input, series }: { plan: TablePlan; input: PublishInput; series: string },
  context: RequestContext,
): Refusable<Published> => {
  const state = await readSeries(services.store, series);
  const built = await buildTables(services, plan);
  const same = sameAs(state, { state: plan.state, contents: contentsSha256(built.tables) });
  if (same !== undefined) {
    const { publication, manifestSha256 } = same;
    const nothing = { manifest: null, position: null, effect: 'unchanged' } as const;
    return ok({ publication, manifestSha256, shows: plan.position, ...nothing });
  }

  const manifest = manifestOf(services, { series, state }, { plan, built }, input);
  const text = manifestText(manifest);
  const bytes = Buffer.from(text, 'utf8');
  // Bytes before the event: a crash between the two leaves bytes that no event names, and no more.
  await services.blobs.keep([...built.tables.map(({ content }) => content), bytes]);
  const { publication, title, previous, replaces, version, position } = manifest;
  const manifestSha256 = sha256(text);
  const frozen = {
    ...{ publication, series, version, title, state: plan.state, position, previous, replaces },
    ...{ manifestSha256, contentsSha256: manifest.contentsSha256 },
    signature: services.signer.sign(bytes),
    keyId: services.signer.keyId,
    publicKey: services.signer.publicKey,
  };
  const executed = await runSeries(
    services,
    { series, command: { type: 'FreezePublication', frozen } },
    { ...context, ...(built.synthetic && { synthetic: true }) },
  );
  if (!executed.ok) return executed;
  const done = { manifest, position: executed.value.position, effect: 'recorded' } as const;
  return ok({ publication, manifestSha256, shows: plan.position, ...done });
};

/**
 * Freezes a named state of the figures: tables, a manifest of them, its signature, and an event. The same contents as
 * the latest of its series, in the same state, are not frozen again.
 */
export const publish = (
  services: Publishing,
  input: PublishInput,
  context: RequestContext,
): Refusable<Published> =>
  answering(async () => {
    const series = input.series ?? defaultSeries(input);
    const problems = [
      ...(isCampaignId(series) ? [] : [seriesMalformed(series)]),
      ...(input.title.fr.trim() === '' ? [titleMissing()] : []),
    ];
    if (problems.length > 0) return err(problems);
    const plan = await planOf(services, input);
    return plan.ok ? freeze(services, { plan: plan.value, input, series }, context) : plan;
  });
