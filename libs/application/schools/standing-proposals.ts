import type { SchoolVersion } from '#domain/territory';
import { err, ok, type Position, type Problem, type Result } from '#kernel';

import { answering } from '../outcome.js';
import { proposalUnknown } from '../problems/school.problems.js';
import type { RequestContext, Services } from '../services.js';
import { type ProposedAbsorption, proposedAbsorptions } from './proposed-absorptions.js';
import { absorbSchool } from './school-acts.js';
import type { SchoolHistories } from './school-histories.port.js';

/**
 * `ready`: recording it would be accepted. `unknown`: the directory does not have the school that is absorbed.
 * `closed`: it has closed on another day, which has to be looked into first.
 */
type ProposalState = 'ready' | 'unknown' | 'closed';

/** An absorption that a name tells, and that nobody has decided yet. */
export type StandingProposal = ProposedAbsorption & {
  /** Of the school that is absorbed, as it is known now; null when it is not known. */
  readonly name: string | null;
  /** Of the school that absorbs it: the name that tells. */
  readonly announcedBy: string;
  readonly state: ProposalState;
};

type Named = Pick<SchoolHistories, 'versions' | 'namedWith'>;

const stateOf = (
  { on }: ProposedAbsorption,
  now: SchoolVersion | undefined,
): ProposalState | 'decided' => {
  if (now === undefined) return 'unknown';
  if (now.absorbedBy !== null) return 'decided';
  return now.isOpen || now.validFrom === on ? 'ready' : 'closed';
};

/**
 * The absorptions that the names of schools tell, past names included, without those of schools that have been
 * absorbed; by UAI. As the read model of the directory knows them.
 */
export const standingProposals = async (histories: Named): Promise<readonly StandingProposal[]> => {
  const announcing = await histories.namedWith('ABSORBE');
  const proposed = announcing.flatMap((school) =>
    proposedAbsorptions([school]).map((one) => ({ ...one, announcedBy: school.name })),
  );
  const versions = await histories.versions(proposed.map(({ uai }) => uai));
  const standing = new Map<string, StandingProposal>();
  for (const proposal of proposed) {
    const now = versions.get(proposal.uai)?.at(-1);
    const state = stateOf(proposal, now);
    if (state === 'decided') continue;
    standing.set(`${proposal.uai} ${proposal.into} ${proposal.on}`, {
      ...proposal,
      name: now?.name ?? null,
      state,
    });
  }
  return [...standing.values()].sort((left, right) => (left.uai < right.uai ? -1 : 1));
};

export type AbsorbedSchools = {
  readonly schools: number;
  /** Of the last absorption; null when there was none. */
  readonly position: Position | null;
};

type Ground = Pick<Services, 'store' | 'newId' | 'directory'> & { readonly histories: Named };

/** Those that are ready, or the ones that are named; refused when one of these is not. */
const chosen = async (
  { histories }: Ground,
  uais: readonly string[] | null,
): Promise<Result<readonly StandingProposal[], readonly Problem[]>> => {
  const ready = (await standingProposals(histories)).filter(({ state }) => state === 'ready');
  if (uais === null) return ok(ready);
  const strangers = uais.filter((uai) => !ready.some((one) => one.uai === uai));
  return strangers.length === 0
    ? ok(ready.filter(({ uai }) => uais.includes(uai)))
    : err(strangers.map(proposalUnknown));
};

/**
 * Records absorptions that names propose, all of them as one import, which is undone as a whole: those of some
 * schools, or all that are ready. Stops at the first that is refused; what was recorded stays.
 */
export const absorbProposed = (
  services: Ground,
  uais: readonly string[] | null,
  context: RequestContext,
): Promise<Result<AbsorbedSchools, readonly Problem[]>> =>
  answering(async () => {
    const proposals = await chosen(services, uais);
    if (!proposals.ok) return proposals;
    let schools = 0;
    let position: Position | null = null;
    for (const { uai, into, on } of proposals.value) {
      const outcome = await absorbSchool(services, { uai, into, on }, context);
      if (!outcome.ok) return outcome;
      schools += 1;
      ({ position } = outcome.value);
    }
    return ok({ schools, position });
  });
