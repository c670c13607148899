import {
  isKnown,
  type SchoolState,
  type TerritoryCommand,
  type TerritoryRefusal,
} from '#domain/territory';
import {
  BrokenAssumption,
  err,
  isDay,
  ok,
  parseUai,
  type Problem,
  type Result,
  type Uai,
} from '#kernel';

import { schools, stateOf } from '../aggregate.js';
import { execute } from '../executor.js';
import type { Rejection } from '../order.js';
import { answering, receiptOf } from '../outcome.js';
import { dateMalformed } from '../problems/campaign.problems.js';
import { appendProblem } from '../problems/log.problems.js';
import { actNeedsReason, territoryProblem, unknownSchool } from '../problems/school.problems.js';
import { textProblems } from '../problems/text.problems.js';
import type { Outcome } from '../receipt.js';
import type { RequestContext, Services } from '../services.js';
import { schoolStream } from '../streams.js';

export const schoolProblems = (
  rejection: Rejection<SchoolState, TerritoryRefusal>,
): readonly Problem[] => {
  switch (rejection.because) {
    case 'rule':
      return [territoryProblem(rejection.refusal)];
    case 'log':
      return [appendProblem(rejection.refusal)];
    case 'check':
      return rejection.problems;
    case 'seen-revision':
      throw new BrokenAssumption('commands on schools carry no revision');
  }
};

type Ground = Pick<Services, 'store' | 'newId' | 'directory'>;
type Dated = { readonly uai: Uai; readonly on: string; readonly source: string };
type Act = Exclude<TerritoryCommand, { type: 'DescribeSchool' | 'RetractFacts' | 'MissSchool' }>;

/** Acts are known by who decided, not by a file. */
const source = 'décision';

const unknown = async ({ directory }: Ground, uai: string): Promise<readonly Problem[]> => [
  unknownSchool(uai, await directory.nearest(uai)),
];

const datedOf = async (
  services: Ground,
  { uai: text, on }: { readonly uai: string; readonly on: string },
): Promise<Result<Dated, readonly Problem[]>> => {
  const uai = parseUai(text);
  if (!uai.ok) return err(await unknown(services, text));
  return isDay(on) ? ok({ uai: uai.value, on, source }) : err([dateMalformed('on', on)]);
};

const run = async (services: Ground, command: Act, context: RequestContext): Promise<Outcome> => {
  const stream = schoolStream(command.uai);
  const ground = { store: services.store, aggregate: schools };
  const executed = await execute(ground, { stream, command, context, eventId: services.newId });
  if (executed.ok) {
    const told = { stream, contentHash: null, warnings: [], recordedBy: new Set<string>() };
    return ok(receiptOf(executed.value, told));
  }
  const { error } = executed;
  const isUnknown = error.because === 'rule' && error.refusal.kind === 'SchoolUnknown';
  return err(isUnknown ? await unknown(services, command.uai) : schoolProblems(error));
};

/** Closes a school: `on` is the first day without pupils, YYYY-MM-DD. */
export const closeSchool = (
  services: Ground,
  { reason, ...act }: { readonly uai: string; readonly on: string; readonly reason: string },
  context: RequestContext,
): Promise<Outcome> =>
  answering(async () => {
    const dated = await datedOf(services, act);
    if (!dated.ok) return dated;
    const problems = textProblems({ reason });
    if (problems.length > 0) return err(problems);
    if (reason.trim() === '') return err([actNeedsReason()]);
    return run(services, { type: 'CloseSchool', ...dated.value, reason }, context);
  });

/** Opens again, from a day on, a school that was closed. */
export const reopenSchool = (
  services: Ground,
  act: { readonly uai: string; readonly on: string },
  context: RequestContext,
): Promise<Outcome> =>
  answering(async () => {
    const dated = await datedOf(services, act);
    return dated.ok ? run(services, { type: 'ReopenSchool', ...dated.value }, context) : dated;
  });

const isKnownSchool = async ({ store }: Ground, uai: string): Promise<boolean> =>
  isKnown(stateOf(schools, await store.readStream(schoolStream(uai))));

/** Closes a school whose pupils go to another, which must be known. */
export const absorbSchool = (
  services: Ground,
  { into: text, ...act }: { readonly uai: string; readonly into: string; readonly on: string },
  context: RequestContext,
): Promise<Outcome> =>
  answering(async () => {
    const dated = await datedOf(services, act);
    if (!dated.ok) return dated;
    const into = parseUai(text);
    if (!into.ok || !(await isKnownSchool(services, into.value))) {
      return err(await unknown(services, text));
    }
    return run(services, { type: 'AbsorbSchool', ...dated.value, into: into.value }, context);
  });
