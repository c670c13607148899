import type { ResponseCommand } from '#domain/response';
import { err, ok, type Problem, type Result, type Uai } from '#kernel';

import { responses } from '../aggregate.js';
import { execute } from '../executor.js';
import type { Order } from '../order.js';
import { answering, receiptOf } from '../outcome.js';
import type { Outcome } from '../receipt.js';
import type { RequestContext, Services } from '../services.js';
import { contentHashOf } from './assessment.js';
import { type Collection, collectionOf, explained, type Place, placeOf, readUai } from './place.js';
import { rejectionProblems, type Seen, seenAt } from './rejection.js';

export type ResponseAddress = { readonly campaign: string; readonly uai: string };

export type Site = { readonly collection: Collection; readonly place: Place };

/** The campaign and the school that an address names. */
export const siteOf = async (
  services: Services,
  { campaign, uai }: ResponseAddress,
): Promise<Result<Site, readonly Problem[]>> => {
  const collection = await collectionOf(services, campaign);
  if (!collection.ok) return collection;
  const known = await readUai(services, uai);
  if (!known.ok) return known;
  return ok({ collection: collection.value, place: placeOf(collection.value, known.value) });
};

/** The UAI of a school that the campaign expects, or why there is none, told as to who would answer for it. */
export const expectedSchool = async (
  services: Services,
  address: ResponseAddress,
): Promise<Result<Uai, readonly Problem[]>> => {
  const site = await siteOf(services, address);
  if (!site.ok) return site;
  const { uai, respondent, circumstances } = site.value.place;
  if (respondent !== undefined) return ok(uai);
  const { exclusion } = circumstances;
  return err(await explained(services, { kind: 'SchoolNotExpected', uai, exclusion }));
};

/** Does what is asked of one school in one campaign, or answers with what is wrong with its address. */
export const atSite = (
  services: Services,
  address: ResponseAddress,
  work: (site: Site) => Promise<Outcome>,
): Promise<Outcome> =>
  answering(async () => {
    const site = await siteOf(services, address);
    return site.ok ? work(site.value) : site;
  });

/** What every command on a response says of where it goes, and of what the campaign allows there. */
export const whereabouts = ({ collection, place }: Site) => ({
  campaign: collection.campaign.campaign,
  uai: place.uai,
  circumstances: place.circumstances,
});

export type Step = {
  readonly command: ResponseCommand;
  readonly seen: Seen | null;
  readonly context: RequestContext;
  /** Types of the events that may have done the same before. */
  readonly recordedBy: readonly string[];
};

const orderOf = (services: Services, { place }: Site, step: Step): Order<ResponseCommand> => ({
  stream: place.stream,
  command: step.command,
  context: step.context,
  eventId: services.newId,
  ...(place.respondent !== undefined && { academy: place.respondent.academy }),
  ...(step.seen !== null && { seenRevision: step.seen.revision }),
});

/** Does one command on one response, and tells what became of it. */
export const take = async (services: Services, site: Site, step: Step): Promise<Outcome> => {
  const ground = { store: services.store, aggregate: responses };
  const executed = await execute(ground, orderOf(services, site, step));
  if (!executed.ok) {
    return err(await rejectionProblems(services, executed.error, step.seen));
  }
  const { command, recordedBy } = step;
  const contentHash = 'declaration' in command ? contentHashOf(command.declaration) : null;
  const told = { contentHash, warnings: [], recordedBy: new Set(recordedBy) };
  return ok(receiptOf(executed.value, { stream: site.place.stream, ...told }));
};

export type WithdrawInput = ResponseAddress & {
  readonly reason: string;
  readonly expectedRevision?: number | null;
};

/** Takes a submitted response back, for a reason; the school may submit again. */
export const withdrawResponse = (
  services: Services,
  input: WithdrawInput,
  context: RequestContext,
): Promise<Outcome> =>
  atSite(services, input, (site) =>
    take(services, site, {
      command: { type: 'WithdrawResponse', ...whereabouts(site), reason: input.reason },
      seen: seenAt(input.expectedRevision),
      context,
      recordedBy: ['ResponseWithdrawn'],
    }),
  );

export type ValidateInput = ResponseAddress & {
  /** The revision that was read and found right; null or absent: whatever stands. */
  readonly expectedRevision?: number | null;
};

/** Finds a submitted response right, also after the campaign has closed. */
export const validateResponse = (
  services: Services,
  input: ValidateInput,
  context: RequestContext,
): Promise<Outcome> =>
  atSite(services, input, (site) =>
    take(services, site, {
      command: { type: 'ValidateResponse', ...whereabouts(site) },
      seen: seenAt(input.expectedRevision),
      context,
      recordedBy: ['ResponseValidated'],
    }),
  );
