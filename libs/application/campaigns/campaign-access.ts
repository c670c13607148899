import { type CampaignCommand, type CampaignPart, partKinds } from '#domain/campaign';
import { err, isDay, type Problem } from '#kernel';

import { answering } from '../outcome.js';
import { partUnknown } from '../problems/access.problems.js';
import { campaignUnknown, dateMalformed } from '../problems/campaign.problems.js';
import type { Outcome } from '../receipt.js';
import { readUai } from '../responses/place.js';
import { dayOf, type RequestContext, type Services } from '../services.js';
import type { RegisteredCampaign } from './campaign-register.js';
import { runCampaign } from './run-campaign.js';

/** As somebody names a part: it may be none. */
type NamedPart = { readonly kind: string; readonly code: string };

type OnPart = { readonly campaign: string; readonly part: NamedPart };

export type LockInput = OnPart & {
  /** The last day of the lock, YYYY-MM-DD; absent: until it is lifted. */
  readonly until?: string | null;
  readonly reason?: string | null;
};

export type EndAccessInput = OnPart & { readonly reason: string };

export type ExceptionInput = OnPart & { readonly until: string; readonly reason: string };

const schoolProblems = async (
  services: Services,
  { respondents }: RegisteredCampaign,
  part: CampaignPart,
): Promise<readonly Problem[]> => {
  const uai = await readUai(services, part.code);
  if (!uai.ok) return uai.error;
  return respondents.has(uai.value) ? [] : [partUnknown(part)];
};

const partProblems = async (
  services: Services,
  campaign: RegisteredCampaign,
  part: CampaignPart,
): Promise<readonly Problem[]> => {
  const { academies, departments } = services.catalogue.territories;
  const known: Readonly<Record<string, readonly { readonly code: string }[]>> = {
    country: [{ code: 'FR' }],
    academy: academies,
    department: departments,
  };
  if (part.kind === 'school') return schoolProblems(services, campaign, part);
  return known[part.kind]?.some(({ code }) => code === part.code) ? [] : [partUnknown(part)];
};

type Named = { readonly campaign: string; readonly part: CampaignPart; readonly today: string };
type Decide = (about: Named) => CampaignCommand;

/** As the directory writes codes; undefined for a kind that a campaign has no parts of. */
const partOf = ({ kind, code }: NamedPart): CampaignPart | undefined => {
  const known = partKinds.find((one) => one === kind);
  return known === undefined ? undefined : { kind: known, code: code.trim().toUpperCase() };
};

/** Does a command on a part of a campaign that is there. */
const onPart = (
  services: Services,
  {
    input,
    context,
  }: {
    readonly input: OnPart & { readonly until?: string | null };
    readonly context: RequestContext;
  },
  commandOn: Decide,
): Promise<Outcome> =>
  answering(async () => {
    const { campaign: id, until = null } = input;
    const campaign = await services.register.campaign(id);
    if (campaign === undefined) return err([campaignUnknown(id)]);
    const part = partOf(input.part);
    if (part === undefined) return err([partUnknown(input.part)]);
    const problems = [
      ...(await partProblems(services, campaign, part)),
      ...(until === null || isDay(until) ? [] : [dateMalformed('until', until)]),
    ];
    if (problems.length > 0) return err(problems);
    const command = commandOn({ campaign: id, part, today: dayOf(services.clock()) });
    const academy = part.kind === 'academy' ? { academy: part.code } : {};
    return runCampaign(services, command, { context, ...academy });
  });

/** No answer of that part is sent, corrected or withdrawn any more, but by a return or an exception. */
export const lockAnswers = (
  services: Services,
  input: LockInput,
  context: RequestContext,
): Promise<Outcome> => {
  const { until = null, reason = null } = input;
  return onPart(services, { input, context }, (about) => ({
    type: 'LockAnswers',
    ...about,
    until,
    reason,
  }));
};

type Ending = 'UnlockAnswers' | 'WithdrawException';

const ending =
  (type: Ending) =>
  (services: Services, input: EndAccessInput, context: RequestContext): Promise<Outcome> =>
    onPart(services, { input, context }, (about) => ({ type, ...about, reason: input.reason }));

export const unlockAnswers = ending('UnlockAnswers');

/** Lets the schools of that part answer through a day, whatever is closed or locked. */
export const grantException = (
  services: Services,
  input: ExceptionInput,
  context: RequestContext,
): Promise<Outcome> => {
  const { until, reason } = input;
  return onPart(services, { input, context }, (about) => ({
    type: 'GrantException',
    ...about,
    until,
    reason,
  }));
};

/** Ends an exception before its day. */
export const withdrawException = ending('WithdrawException');
