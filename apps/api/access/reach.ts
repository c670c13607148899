import type {
  RespondentFilter,
  School,
  SchoolDirectory,
  SchoolHistories,
  SchoolsWithin,
  TerritoryRef,
} from '#application';
import { type Caller, Fault, type ObservatoryScope } from '#platform';

import { type Atlas, chainOf, keyOf, type Territory } from './atlas.js';

/** What a caller may look into beyond public data. */
export type CallerReach = {
  readonly covers: (territory: Pick<Territory, 'kind' | 'code' | 'parent'>) => boolean;
  /** The part of the directory whose individual answers the caller may read. */
  readonly schools: SchoolReach;
};

export type SchoolReach =
  | { readonly kind: 'none' }
  | { readonly kind: 'all' }
  | { readonly kind: 'school'; readonly uai: string }
  | { readonly kind: ObservatoryScope['kind']; readonly codes: readonly string[] };

const nowhere: CallerReach = { covers: () => false, schools: { kind: 'none' } };
const everywhere: CallerReach = { covers: () => true, schools: { kind: 'all' } };

const keysOf = (refs: readonly TerritoryRef[]): ReadonlySet<string> => new Set(refs.map(keyOf));

/** Its own figures, and the aggregates of the territories it belongs to. */
const reachOfSchool = (
  atlas: Atlas,
  { uai, zones }: { readonly uai: string; readonly zones: readonly TerritoryRef[] },
  school: School | undefined,
): CallerReach => {
  const chain =
    school === undefined ? [] : chainOf(atlas, { kind: 'department', code: school.department });
  const keys = keysOf([{ kind: 'school', code: uai }, ...zones, ...chain]);
  return { covers: (territory) => keys.has(keyOf(territory)), schools: { kind: 'school', uai } };
};

const isWithinParent = ({ kind }: Pick<Territory, 'kind'>): boolean =>
  kind === 'school' || kind === 'circonscription' || kind === 'bassin';

/** The territory, and all those that were merged into it or into one of them. */
const mergedInto = (atlas: Atlas, ref: TerritoryRef): readonly TerritoryRef[] => [
  ref,
  ...(atlas.get(keyOf(ref))?.predecessors ?? []).flatMap((one) => mergedInto(atlas, one)),
];

/**
 * Its schools, their zones and departments, and the aggregates above them up to the country. An académie has the
 * series, and the schools, of those that were merged into it: campaigns and directories of their time name them.
 */
const reachOfObservatory = (atlas: Atlas, scope: ObservatoryScope): CallerReach => {
  const { children = [] } = atlas.get(keyOf(scope)) ?? {};
  const merged = mergedInto(atlas, scope);
  const own = keysOf([scope, ...children]);
  const keys = keysOf([...chainOf(atlas, scope), ...children, ...merged]);
  return {
    covers: (territory) =>
      isWithinParent(territory)
        ? territory.parent !== null && own.has(keyOf(territory.parent))
        : keys.has(keyOf(territory)),
    schools: { kind: scope.kind, codes: merged.map(({ code }) => code) },
  };
};

/** The zones that a school is in now. */
const zonesOf = async (
  histories: Pick<SchoolHistories, 'versions'>,
  uai: string,
): Promise<readonly TerritoryRef[]> => {
  const now = (await histories.versions([uai])).get(uai)?.at(-1);
  return (['circonscription', 'bassin'] as const).flatMap((kind) => {
    const code = now?.[kind]?.code;
    return code === undefined ? [] : [{ kind, code }];
  });
};

type ReachSources = {
  readonly atlas: Atlas;
  readonly directory: Pick<SchoolDirectory, 'school'>;
  readonly histories: Pick<SchoolHistories, 'versions'>;
};

export const reachOf = async (
  caller: Caller,
  { atlas, directory, histories }: ReachSources,
): Promise<CallerReach> => {
  switch (caller.role) {
    case 'anonymous':
      return nowhere;
    case 'operator':
      return everywhere;
    case 'school':
      return reachOfSchool(
        atlas,
        { uai: caller.uai, zones: await zonesOf(histories, caller.uai) },
        await directory.school(caller.uai),
      );
    case 'observatory':
      return reachOfObservatory(atlas, caller.scope);
  }
};

const outOfReach = (what: string): Fault =>
  new Fault(
    'FORBIDDEN',
    {
      fr: `Votre compte n’a pas accès à : ${what}. Il voit ses établissements, et les territoires dont ils font partie.`,
      en: `Your account has no access to: ${what}. It sees its own schools, and the territories they belong to.`,
    },
    { refused: what },
  );

/** Throws FORBIDDEN, naming every territory that is out of reach. */
export const requireReach = (reach: CallerReach, territories: readonly Territory[]): void => {
  const refused = territories.filter((territory) => !reach.covers(territory));
  if (refused.length > 0) throw outOfReach(refused.map(keyOf).join(', '));
};

/** Throws FORBIDDEN unless the caller may act for, or read, this school. An unknown school is left to the rules. */
export const requireSchool = (
  schools: SchoolReach,
  uai: string,
  school: School | undefined,
): void => {
  const within = (): boolean => {
    switch (schools.kind) {
      case 'none':
        return false;
      case 'all':
        return true;
      case 'school':
        return schools.uai === uai;
      case 'academy':
        return school === undefined || schools.codes.includes(school.academy);
      case 'department':
        return school === undefined || schools.codes.includes(school.department);
    }
  };
  if (!within()) throw outOfReach(uai);
};

/** The schools whose answers the caller may read. Throws FORBIDDEN when there are none. */
export const requireSchools = (schools: SchoolReach, what: string): SchoolsWithin => {
  if (schools.kind === 'none') throw outOfReach(what);
  return schools;
};

/** Throws FORBIDDEN unless the caller may act for a part of a campaign: `chain` is it, then what holds it. */
export const requirePart = (schools: SchoolReach, chain: readonly TerritoryRef[]): void => {
  const isOwn =
    schools.kind === 'all' ||
    ((schools.kind === 'academy' || schools.kind === 'department') &&
      chain.some(({ kind, code }) => kind === schools.kind && schools.codes.includes(code)));
  if (!isOwn) throw outOfReach(chain.slice(0, 1).map(keyOf).join(''));
};

const requireWithin = (
  kind: ObservatoryScope['kind'],
  asked: string | undefined,
  codes: readonly string[],
): void => {
  if (asked !== undefined && !codes.includes(asked)) throw outOfReach(`${kind}:${asked}`);
};

/** The filter, narrowed to what the caller may read. Throws FORBIDDEN when it asks for something else. */
export const withinReach = (schools: SchoolReach, filter: RespondentFilter): RespondentFilter => {
  switch (schools.kind) {
    case 'all':
      return filter;
    case 'none':
      throw outOfReach(filter.campaign);
    case 'school':
      if (filter.uai !== undefined && filter.uai !== schools.uai) throw outOfReach(filter.uai);
      return { ...filter, uai: schools.uai };
    case 'academy':
      requireWithin('academy', filter.academy, schools.codes);
      return { ...filter, academies: schools.codes };
    case 'department': {
      requireWithin('department', filter.department, schools.codes);
      const [department] = schools.codes;
      return { ...filter, ...(department !== undefined && { department }) };
    }
  }
};
