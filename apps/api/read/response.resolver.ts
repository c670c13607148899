import { Inject } from '@nestjs/common';
import { Args, Context, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';

import type { ResponseReader, ResponseSheet } from '#application';
import { Allow } from '#platform';

import { requireSchool } from '../access/reach.js';
import type { GraphqlContext } from '../graphql/context.js';
import { Fresh, Nodes } from '../graphql/cost.js';
import { Reads } from '../graphql/reads.js';
import { UaiScalar } from '../graphql/scalars.js';
import { ResponseModel } from '../model/response.model.js';
import { RESPONSES } from '../ports.js';
import { ObservatoryModel, type ObservatoryRow } from './observatory.resolver.js';
import { TerritoryLookup } from './territories.js';

/** A response shows its answers and its history: about so many objects. */
const objectsOfResponse = 40;

@Resolver(() => ObservatoryModel)
export class ResponseResolver {
  constructor(
    @Inject(RESPONSES) private readonly responses: ResponseReader,
    private readonly territories: TerritoryLookup,
  ) {}

  @Allow('school', 'observatory', 'operator')
  @Nodes(() => objectsOfResponse)
  @Fresh()
  @Reads('school-directory')
  @ResolveField(() => ResponseModel, {
    nullable: true,
    description:
      'La réponse d’un établissement, telle qu’elle était à asOf ; nulle si la campagne n’existe pas ou ne l’attend pas.',
  })
  async response(
    @Parent() { view }: ObservatoryRow,
    @Args('campaign', { type: () => ID, description: 'La campagne.' }) campaign: string,
    @Args('uai', { type: () => UaiScalar, description: 'L’établissement.' }) uai: string,
    @Context() context: GraphqlContext,
  ): Promise<ResponseSheet | null> {
    const [school, { schools }] = await Promise.all([
      this.territories.school(uai),
      context.reach(),
    ]);
    requireSchool(schools, uai, school);
    return (await this.responses.response({ campaign, uai, asOf: view.moment.asOf })) ?? null;
  }
}
