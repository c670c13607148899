import { BrokenAssumption, type Position, type Problem } from '#kernel';
import {
  type Calibration,
  calibrationFrom,
  type DemoCampaign,
  demoCampaigns,
  synthesizeCampaign,
  type SyntheticCampaign,
  type SyntheticResponse,
  campaignIdOf,
  daysOf,
} from '#synthetic';

import type { RegisteredCampaign } from '../campaigns/campaign-register.js';
import { openCampaign } from '../campaigns/open-campaign.js';
import { closeCampaign } from '../campaigns/run-campaign.js';
import type { Outcome, Receipt } from '../receipt.js';
import { validateResponse } from '../responses/lifecycle.js';
import { submitMany } from '../responses/submit-many.js';
import type { RequestContext, Services } from '../services.js';
import { campaignStream } from '../streams.js';

type DemoStage = 'opening' | 'inventing' | 'answering' | 'validating' | 'closing' | 'found';

/** How far the demonstration is: `done` of `total` responses of one campaign. */
export type DemoProgress = {
  readonly campaign: string;
  readonly stage: DemoStage;
  readonly done: number;
  readonly total: number;
};

export type DemoRequest = {
  /** Same seed, same answers. */
  readonly seed: string;
  /** Who asks; everything that follows is recorded as synthetic, whatever it says. */
  readonly context: RequestContext;
  readonly onProgress?: (progress: DemoProgress) => void;
};

type DemoCampaignResult = {
  readonly campaign: string;
  /** `found`: it was there, closed, and nothing was written. */
  readonly effect: 'held' | 'found';
  readonly expected: number;
  readonly answered: number;
};

export type DemoResult = {
  readonly campaigns: readonly DemoCampaignResult[];
  /** Ask for figures at least at this position; null when nothing was written. */
  readonly position: Position | null;
};

/** The ordinary path has refused what the demonstration asked of it: nothing is forced. */
export class DemoRefused extends Error {
  override readonly name = 'DemoRefused';

  constructor(
    readonly what: string,
    readonly problems: readonly Problem[],
  ) {
    super(`${what}: ${problems.map(({ message }) => message.en).join(' ')}`);
  }
}

/** A campaign of the demonstration's name is there and is not synthetic: real answers are never mixed with invented ones. */
export class DemoWouldMix extends Error {
  override readonly name = 'DemoWouldMix';

  constructor(readonly campaign: string) {
    super(
      `the campaign ${campaign} exists and was not opened by the demonstration: nothing was added to it. ` +
        'Run the demonstration on a database of its own.',
    );
  }
}

const taken = (outcome: Outcome, what: string): Receipt => {
  if (outcome.ok) return outcome.value;
  throw new DemoRefused(what, outcome.error);
};

/** What one campaign is played with: the ordinary use cases, on the days when it was held. */
type Stage = {
  readonly services: Services;
  readonly campaign: DemoCampaign;
  readonly id: string;
  readonly calibration: Calibration;
  readonly request: DemoRequest;
  readonly reached: (position: Position) => void;
};

const on = (services: Services, day: string): Services => ({
  ...services,
  clock: () => `${day}T10:00:00Z`,
});

const tell = ({ request, id }: Stage, stage: DemoStage, progress = { done: 0, total: 0 }): void =>
  request.onProgress?.({ campaign: id, stage, ...progress });

const batchesOf = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

const opened = async (stage: Stage): Promise<RegisteredCampaign> => {
  const { services, campaign, id, request, reached } = stage;
  const { survey, year, academies } = campaign;
  const { opensOn, closesOn } = daysOf(campaign);
  tell(stage, 'opening');
  const field = { academies, sectors: ['PU'] };
  const input = { survey, year, campaign: id, opensOn, closesOn, field };
  const outcome = await openCampaign(on(services, opensOn), input, request.context);
  reached(taken(outcome, `open ${id}`).position);
  const registered = await services.register.campaign(id);
  if (registered === undefined) throw new BrokenAssumption(`${id} is open and unknown`);
  return registered;
};

const justification = 'Réponse synthétique : valeur inventée pour la démonstration.';

/** Declares what no rule objects to; what a rule warns of is sent again with a justification. */
const sent = async (
  { services, id, request: { context } }: Stage,
  day: string,
  responses: readonly SyntheticResponse[],
): Promise<readonly Outcome[]> => {
  const first = await submitMany(on(services, day), { campaign: id, rows: responses }, context);
  const rows = responses.flatMap((response, at) => {
    const outcome = first[at];
    if (outcome === undefined || outcome.ok) return [];
    const justifications = outcome.error.flatMap(({ severity, rule }) =>
      severity === 'warning' && rule !== undefined ? [{ rule, text: justification }] : [],
    );
    return [{ ...response, justifications }];
  });
  if (rows.length === 0) return first;
  const second = await submitMany(on(services, day), { campaign: id, rows }, context);
  return [...first.filter(({ ok }) => ok), ...second];
};

const batchSize = 1000;

const answer = async (stage: Stage, { declarations }: SyntheticCampaign): Promise<void> => {
  const { opensOn, closesOn } = daysOf(stage.campaign);
  const lateOn = closesOn.replace(/-06-\d\d$/, '-07-03');
  let done = 0;
  for (const late of [false, true]) {
    const group = declarations.filter((response) => response.late === late);
    for (const batch of batchesOf(group, batchSize)) {
      const outcomes = await sent(stage, late ? lateOn : opensOn, batch);
      for (const outcome of outcomes) stage.reached(taken(outcome, `answer ${stage.id}`).position);
      done += batch.length;
      tell(stage, 'answering', { done, total: declarations.length });
    }
  }
};

const together = 100;

const validate = async (stage: Stage, { declarations }: SyntheticCampaign): Promise<void> => {
  const { services, id, request, reached } = stage;
  const right = declarations.filter(({ validated }) => validated);
  let done = 0;
  for (const batch of batchesOf(right, together)) {
    const outcomes = await Promise.all(
      batch.map(({ uai }) => validateResponse(services, { campaign: id, uai }, request.context)),
    );
    for (const outcome of outcomes) reached(taken(outcome, `validate ${id}`).position);
    done += batch.length;
    tell(stage, 'validating', { done, total: right.length });
  }
};

const closed = async (stage: Stage): Promise<void> => {
  const { services, id, request, reached } = stage;
  tell(stage, 'closing');
  const input = {
    campaign: id,
    reason: 'Démonstration : campagne tenue avec des réponses synthétiques.',
  };
  reached(taken(await closeCampaign(services, input, request.context), `close ${id}`).position);
};

const known = async ({ services, id }: Stage): Promise<RegisteredCampaign | undefined> => {
  const campaign = await services.register.campaign(id);
  if (campaign === undefined) return undefined;
  const [first] = await services.store.readStream(campaignStream(id));
  if (first?.metadata.synthetic !== true) throw new DemoWouldMix(id);
  return campaign;
};

const played = async (stage: Stage): Promise<DemoCampaignResult> => {
  const { services, campaign, id, calibration, request } = stage;
  const standing = await known(stage);
  if (standing?.status === 'closed') {
    const { size } = standing.respondents;
    tell(stage, 'found');
    return { campaign: id, effect: 'found', expected: size, answered: 0 };
  }
  const { respondents } = standing ?? (await opened(stage));
  tell(stage, 'inventing');
  const invented = synthesizeCampaign(campaign, {
    seed: request.seed,
    schools: [...respondents.values()],
    calibration,
    questionnaires: [...services.catalogue.questionnaires.values()],
  });
  await answer(stage, invented);
  await validate(stage, invented);
  await closed(stage);
  const answered = invented.declarations.length;
  return { campaign: id, effect: 'held', expected: respondents.size, answered };
};

/**
 * Holds the campaigns of the demonstration through the ordinary use cases, over the directory as it is, with
 * invented answers that give back the published figures; every event is marked synthetic. A campaign that is closed
 * already is left alone, and one that was interrupted is carried on: doing it again changes nothing.
 * Throws `DemoWouldMix` before it touches a campaign that is not its own, `DemoRefused`, `CalibrationUnmet` (the directory lacks the schools of the two académies) and
 * `EventLogUnavailable`.
 */
export const runDemo = async (services: Services, request: DemoRequest): Promise<DemoResult> => {
  const calibration = calibrationFrom(services.catalogue.references);
  const marked = { ...request, context: { ...request.context, synthetic: true as const } };
  const campaigns: DemoCampaignResult[] = [];
  let position: Position | null = null;
  const reached = (seen: Position): void => {
    if (position === null || seen > position) position = seen;
  };
  for (const campaign of demoCampaigns) {
    const id = campaignIdOf(campaign);
    campaigns.push(await played({ services, campaign, id, calibration, request: marked, reached }));
  }
  return { campaigns, position };
};
