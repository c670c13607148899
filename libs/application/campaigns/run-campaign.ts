import { type CampaignCommand, type CampaignRefusal, type CampaignState } from '#domain/campaign';
import { BrokenAssumption, err, isDay, ok, type Problem } from '#kernel';

import { campaigns } from '../aggregate.js';
import { execute } from '../executor.js';
import type { Rejection } from '../order.js';
import { answering, receiptOf } from '../outcome.js';
import { campaignProblem, dateMalformed, openedMeanwhile } from '../problems/campaign.problems.js';
import { appendProblem } from '../problems/log.problems.js';
import { textProblems } from '../problems/text.problems.js';
import type { Outcome } from '../receipt.js';
import type { RequestContext, Services } from '../services.js';
import { campaignStream } from '../streams.js';

const rejectionProblems = (
  rejection: Rejection<CampaignState, CampaignRefusal>,
  campaign: string,
): readonly Problem[] => {
  switch (rejection.because) {
    case 'rule':
      return [campaignProblem(rejection.refusal)];
    case 'check':
      return rejection.problems;
    case 'log':
      return rejection.refusal.kind === 'EventIdTaken'
        ? [openedMeanwhile(campaign)]
        : [appendProblem(rejection.refusal)];
    case 'seen-revision':
      throw new BrokenAssumption('commands on campaigns carry no revision');
  }
};

type How = {
  readonly context: RequestContext;
  readonly academy?: string;
  /** The id of the first event of the campaign. */
  readonly openingId?: string;
};

/** Does one command on one campaign; those who ask for the campaign next see it changed. */
export const runCampaign = async (
  services: Services,
  command: CampaignCommand,
  { context, academy, openingId }: How,
): Promise<Outcome> => {
  const problems = textProblems(command);
  if (problems.length > 0) return err(problems);
  const stream = campaignStream(command.campaign);
  const ground = { store: services.store, aggregate: campaigns };
  const executed = await execute(ground, {
    stream,
    command,
    context,
    eventId: (revision) => (revision === 1 ? openingId : undefined) ?? services.newId(),
    ...(academy !== undefined && { academy }),
  });
  services.register.changed(command.campaign);
  if (!executed.ok) return err(rejectionProblems(executed.error, command.campaign));
  const told = { stream, contentHash: null, warnings: [], recordedBy: new Set<string>() };
  return ok(receiptOf(executed.value, told));
};

/** Ends a campaign: its answers are locked until it is reopened. */
export const closeCampaign = (
  services: Services,
  input: { readonly campaign: string; readonly reason?: string },
  context: RequestContext,
): Promise<Outcome> =>
  answering(() => {
    const { campaign, reason = null } = input;
    return runCampaign(services, { type: 'CloseCampaign', campaign, reason }, { context });
  });

/** Takes answers again until another day, for a reason; the frozen list stays as it is. */
export const reopenCampaign = (
  services: Services,
  input: { readonly campaign: string; readonly reason: string; readonly closesOn: string },
  context: RequestContext,
): Promise<Outcome> =>
  answering(async () => {
    if (!isDay(input.closesOn)) return err([dateMalformed('closesOn', input.closesOn)]);
    return runCampaign(services, { type: 'ReopenCampaign', ...input }, { context });
  });
