import { Inject } from '@nestjs/common';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';

import type { School, SchoolDirectory, SchoolFilter } from '#application';
import { Allow } from '#platform';

import { given } from '../graphql/arguments.js';
import { type Connection, connectionTypes } from '../graphql/connection.model.js';
import { Paged } from '../graphql/cost.js';
import { listOf } from '../graphql/list.js';
import { Reads } from '../graphql/reads.js';
import { UaiScalar } from '../graphql/scalars.js';
import { type SchoolFilterInput, SchoolModel } from '../model/school.model.js';
import { TerritoryModel } from '../model/territory.model.js';
import { DIRECTORY } from '../ports.js';
import { SchoolsArgs } from './arguments.js';
import { ObservatoryModel, type ObservatoryRow } from './observatory.resolver.js';
import { TerritoryLookup } from './territories.js';
import { type Viewed, viewed } from './view.js';
import type { Territory } from '../access/atlas.js';

export const SchoolConnection = connectionTypes(SchoolModel, 'School', 'un établissement');

type SchoolPage = Connection<Viewed<School>>;

@Resolver(() => ObservatoryModel)
export class SchoolsResolver {
  constructor(
    @Inject(DIRECTORY) private readonly directory: SchoolDirectory,
    private readonly territories: TerritoryLookup,
  ) {}

  @Allow('public')
  @Reads('school-directory')
  @ResolveField(() => SchoolModel, {
    nullable: true,
    description:
      'Un établissement de l’annuaire ; s’il est inconnu, l’erreur propose les UAI les plus proches.',
  })
  async school(
    @Parent() { view }: ObservatoryRow,
    @Args('uai', { type: () => UaiScalar, description: 'Son UAI.' }) uai: string,
  ): Promise<Viewed<School>> {
    return viewed(await this.territories.school(uai), view);
  }

  @Allow('public')
  @Paged()
  @Reads('school-directory')
  @ResolveField(() => SchoolConnection.type, {
    description: 'Les établissements de l’annuaire, par UAI.',
  })
  async schools(
    @Parent() { view }: ObservatoryRow,
    @Args() args: SchoolsArgs,
  ): Promise<SchoolPage> {
    const restricted: SchoolFilter = given<SchoolFilterInput>(args.filter);
    const list = listOf('schools');
    const page = await this.directory.page(restricted, list.request(args));
    return list.connection(
      page,
      (school) => viewed(school, view),
      () => this.directory.count(restricted),
    );
  }
}

@Resolver(() => SchoolModel)
export class SchoolTerritoriesResolver {
  constructor(private readonly territories: TerritoryLookup) {}

  @Allow('public')
  @Reads()
  @ResolveField(() => TerritoryModel, { nullable: true, description: 'Le département où il est.' })
  department(@Parent() { department, view }: Viewed<School>): Viewed<Territory> | null {
    const territory = this.territories.named({ kind: 'department', code: department });
    return territory === undefined ? null : viewed(territory, view);
  }

  @Allow('public')
  @Reads()
  @ResolveField(() => TerritoryModel, { nullable: true, description: 'L’académie dont il relève.' })
  academy(@Parent() { academy, view }: Viewed<School>): Viewed<Territory> | null {
    const territory = this.territories.named({ kind: 'academy', code: academy });
    return territory === undefined ? null : viewed(territory, view);
  }
}
