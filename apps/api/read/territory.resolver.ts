import { Inject } from '@nestjs/common';
import { Args, Context, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';

import type {
  CoverageRow,
  Page,
  School,
  SchoolDirectory,
  SchoolFilter,
  TerritoryKind,
  TerritoryRef,
} from '#application';
import { Allow } from '#platform';

import { type Atlas, keyOf, type Territory } from '../access/atlas.js';
import { requireReach } from '../access/reach.js';
import { PageArgs } from '../graphql/arguments.js';
import type { GraphqlContext } from '../graphql/context.js';
import { Nodes, Paged } from '../graphql/cost.js';
import { TerritoryKindEnum } from '../graphql/enums.js';
import { listOf } from '../graphql/list.js';
import { Reads } from '../graphql/reads.js';
import { TerritoryCoverageModel } from '../model/figure.model.js';
import { TerritoryModel } from '../model/territory.model.js';
import { ATLAS, DIRECTORY } from '../ports.js';
import { ObservatoryModel, type ObservatoryRow } from './observatory.resolver.js';
import { SchoolConnection } from './schools.resolver.js';
import { TerritoryLookup } from './territories.js';
import { type View, type Viewed, viewed } from './view.js';

type TerritoryRow = Viewed<Territory>;

/** France has the most: eighteen régions académiques. */
const mostChildren = 20;

const noSchools: Page<School> = { rows: [], cursors: [], hasNextPage: false };

@Resolver(() => ObservatoryModel)
export class TerritoryRootResolver {
  constructor(private readonly territories: TerritoryLookup) {}

  @Allow('public')
  @Reads('school-directory')
  @ResolveField(() => TerritoryModel, {
    nullable: true,
    description: 'Un territoire, ou une erreur NOT_FOUND s’il n’existe pas.',
  })
  async territory(
    @Parent() { view }: ObservatoryRow,
    @Args('kind', { type: () => TerritoryKindEnum, description: 'Son niveau.' })
    kind: TerritoryKind,
    @Args('code', {
      type: () => ID,
      description: 'Son code : UAI, « 013 », « 02 », « 93 », « FR », ou celui de l’annuaire.',
    })
    code: string,
  ): Promise<TerritoryRow> {
    const ref: TerritoryRef = { kind, code };
    const found = await this.territories.all([ref]);
    return viewed(found.get(keyOf(ref)) as Territory, view);
  }
}

@Resolver(() => TerritoryModel)
export class TerritoryResolver {
  constructor(
    @Inject(ATLAS) private readonly atlas: Atlas,
    @Inject(DIRECTORY) private readonly directory: SchoolDirectory,
  ) {}

  @Allow('public')
  @Reads()
  @ResolveField(() => TerritoryModel, {
    nullable: true,
    description: 'Le territoire au-dessus ; nul pour le pays.',
  })
  parent(@Parent() { parent, view }: TerritoryRow): TerritoryRow | null {
    return parent === null ? null : (this.rows([parent], view)[0] ?? null);
  }

  @Allow('public')
  @Nodes(() => mostChildren)
  @Reads()
  @ResolveField(() => [TerritoryModel], {
    description: 'Les territoires en dessous, sauf les établissements, qui sont dans schools.',
  })
  children(@Parent() { children, view }: TerritoryRow): readonly TerritoryRow[] {
    return this.rows(children, view);
  }

  @Allow('public')
  @Nodes(() => 2)
  @Reads()
  @ResolveField(() => [TerritoryModel], { description: 'Les territoires auxquels il a succédé.' })
  predecessors(@Parent() { predecessors, view }: TerritoryRow): readonly TerritoryRow[] {
    return this.rows(predecessors, view);
  }

  @Allow('public')
  @Paged()
  @Reads('school-directory')
  @ResolveField(() => SchoolConnection.type, {
    description: 'Les établissements que l’annuaire y compte aujourd’hui, par UAI.',
  })
  async schools(@Parent() territory: TerritoryRow, @Args() args: PageArgs) {
    const filter = this.filterOf(territory);
    const inside = (school: School): Viewed<School> => viewed(school, territory.view);
    const list = listOf('schools-of', keyOf(territory));
    const request = list.request(args);
    if (filter === undefined) return list.connection(noSchools, inside, () => Promise.resolve(0));
    const page = await this.directory.page(filter, request);
    return list.connection(page, inside, () => this.directory.count(filter));
  }

  @Allow('school', 'observatory', 'operator')
  @Reads('figures')
  @ResolveField(() => TerritoryCoverageModel, {
    nullable: true,
    description:
      'Combien d’établissements du territoire étaient attendus dans une campagne, et combien ont répondu ; nul si la campagne n’existe pas.',
  })
  async coverage(
    @Parent() territory: TerritoryRow,
    @Args('campaign', { type: () => ID, description: 'La campagne.' }) campaign: string,
    @Context() context: GraphqlContext,
  ): Promise<(CoverageRow & { readonly territory: TerritoryRow }) | null> {
    requireReach(await context.reach(), [territory]);
    const { moment } = territory.view;
    const { kind, code } = territory;
    const row = await context.coverage().load({ campaign, moment, territory: { kind, code } });
    return row === undefined ? null : { ...row, territory };
  }

  private rows(refs: readonly TerritoryRef[], view: View): readonly TerritoryRow[] {
    return refs.flatMap((ref) => {
      const territory = this.atlas.get(keyOf(ref));
      return territory === undefined ? [] : [viewed(territory, view)];
    });
  }

  /** Which schools a territory holds; a school holds none. */
  private filterOf({ kind, code, children }: TerritoryRow): SchoolFilter | undefined {
    switch (kind) {
      case 'school':
        return undefined;
      case 'circonscription':
        return { circonscriptions: [code] };
      case 'bassin':
        return { bassins: [code] };
      case 'department':
        return { departments: [code] };
      case 'academy':
        return { academies: [code] };
      case 'academic-region':
        return { academies: children.map((child) => child.code) };
      case 'country':
        return {};
    }
  }
}
