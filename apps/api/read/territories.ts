import { Inject, Injectable } from '@nestjs/common';

import type { School, SchoolDirectory, SchoolHistories, TerritoryRef } from '#application';
import { type Caller, Fault } from '#platform';

import {
  type Atlas,
  keyOf,
  nearestTo,
  type Territory,
  territoryOfSchool,
  territoryOfZone,
} from '../access/atlas.js';
import { reachOf, requireReach } from '../access/reach.js';
import type { GraphqlContext } from '../graphql/context.js';
import { ATLAS, DIRECTORY, HISTORIES } from '../ports.js';

const unknownTerritories = (codes: readonly string[], nearest: readonly string[]): Fault => {
  const meant = nearest.length === 0 ? '' : nearest.join(', ');
  return new Fault(
    'NOT_FOUND',
    {
      fr: `Inconnu : ${codes.join(', ')}.${meant === '' ? '' : ` Vouliez-vous dire ${meant} ?`}`,
      en: `Unknown: ${codes.join(', ')}.${meant === '' ? '' : ` Did you mean ${meant}?`}`,
    },
    { unknown: codes, nearest },
  );
};

/** Names territories: the catalogue's from memory, schools and their zones from the directory. */
@Injectable()
export class TerritoryLookup {
  constructor(
    @Inject(ATLAS) private readonly atlas: Atlas,
    @Inject(DIRECTORY) private readonly directory: SchoolDirectory,
    @Inject(HISTORIES) private readonly histories: Pick<SchoolHistories, 'versions' | 'zone'>,
  ) {}

  /** A territory of the catalogue, without a question to the directory. */
  named(ref: TerritoryRef): Territory | undefined {
    return this.atlas.get(keyOf(ref));
  }

  async find(ref: TerritoryRef): Promise<Territory | undefined> {
    const { kind, code } = ref;
    if (kind === 'school') {
      const school = await this.directory.school(code);
      return school === undefined ? undefined : territoryOfSchool(school);
    }
    if (kind !== 'circonscription' && kind !== 'bassin') return this.named(ref);
    const zone = await this.histories.zone(kind, code);
    return zone === undefined ? undefined : territoryOfZone(this.atlas, ref, zone);
  }

  /** Every territory of `refs`. Throws NOT_FOUND that names all those that do not exist. */
  async all(refs: readonly TerritoryRef[]): Promise<ReadonlyMap<string, Territory>> {
    const found = await Promise.all(refs.map((ref) => this.find(ref)));
    const unknown = refs.filter((_, index) => found[index] === undefined);
    if (unknown.length > 0) {
      const { atlas, directory } = this;
      throw unknownTerritories(unknown.map(keyOf), await nearestTo({ atlas, directory }, unknown));
    }
    return new Map(refs.map((ref, index) => [keyOf(ref), found[index] as Territory]));
  }

  /** The same, within what the caller may look into: FORBIDDEN otherwise. */
  async within(
    refs: readonly TerritoryRef[],
    context: GraphqlContext,
  ): Promise<ReadonlyMap<string, Territory>> {
    const [territories, reach] = await Promise.all([this.all(refs), context.reach()]);
    requireReach(reach, [...territories.values()]);
    return territories;
  }

  /** Those of `refs` that a caller may not look into; one that is not known any more is only for operators. */
  async outOfReach(
    caller: Caller,
    refs: readonly TerritoryRef[],
  ): Promise<readonly TerritoryRef[]> {
    if (caller.role === 'operator') return [];
    const { atlas, directory, histories } = this;
    const [reach, found] = await Promise.all([
      reachOf(caller, { atlas, directory, histories }),
      Promise.all(refs.map((ref) => this.find(ref))),
    ]);
    return refs.filter((_, index) => {
      const territory = found[index];
      return territory === undefined || !reach.covers(territory);
    });
  }

  /** The school, which must exist: NOT_FOUND suggests the nearest. */
  async school(uai: string): Promise<School> {
    const school = await this.directory.school(uai);
    if (school !== undefined) return school;
    throw unknownTerritories([uai], await this.directory.nearest(uai));
  }
}
