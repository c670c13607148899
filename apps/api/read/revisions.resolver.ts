import { Inject } from '@nestjs/common';
import { Args, ArgsType, Context, Field, ID, ResolveField, Resolver } from '@nestjs/graphql';

import type { RevisionCause, RevisionReader } from '#application';
import { Allow } from '#platform';

import { requireSchools } from '../access/reach.js';
import { PageArgs, pageOf } from '../graphql/arguments.js';
import { type Connection, connectionOfPage, connectionTypes } from '../graphql/connection.model.js';
import type { GraphqlContext } from '../graphql/context.js';
import { Fresh, Paged } from '../graphql/cost.js';
import { RevisionCauseEnum } from '../graphql/enums.js';
import { Reads } from '../graphql/reads.js';
import { RevisionModel } from '../model/revision.model.js';
import { TerritoryInput } from '../model/territory.model.js';
import { REVISIONS } from '../ports.js';
import { ObservatoryModel } from './observatory.resolver.js';
import { RevisionsAsked } from './revisions-asked.js';
import { TerritoryLookup } from './territories.js';

export const RevisionConnection = connectionTypes(RevisionModel, 'Revision', 'une révision');

@ArgsType()
class RevisionsArgs extends PageArgs {
  @Field(() => TerritoryInput, { nullable: true, description: 'Un territoire ; absent, partout.' })
  readonly territory?: TerritoryInput | null;

  @Field(() => ID, { nullable: true, description: 'Une campagne.' })
  readonly campaign?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Des indicateurs ; absents, tous.' })
  readonly indicators?: readonly string[] | null;

  @Field(() => [RevisionCauseEnum], {
    nullable: true,
    description: 'Des causes ; absentes, toutes.',
  })
  readonly causes?: readonly RevisionCause[] | null;
}

@Resolver(() => ObservatoryModel)
export class RevisionsResolver {
  constructor(
    @Inject(REVISIONS) private readonly reader: RevisionReader,
    private readonly asked: RevisionsAsked,
    private readonly territories: TerritoryLookup,
  ) {}

  @Allow('observatory', 'operator')
  @Paged()
  @Fresh()
  @Reads('campaign-register', 'figures', 'school-directory')
  @ResolveField(() => RevisionConnection.type, {
    description:
      'Ce qui a changé, dans l’ordre du journal, et pourquoi. Un curseur vaut pour toujours : relire à partir de lui donne exactement ce qui est nouveau. Ni asOf ni geography ne s’y appliquent.',
  })
  async revisions(
    @Args() args: RevisionsArgs,
    @Context() context: GraphqlContext,
  ): Promise<Connection<object>> {
    const page = pageOf(args);
    const { territory = null, campaign = null } = args;
    const indicators = args.indicators ?? [];
    await this.asked.require({ after: page.after, campaign, indicators });
    if (territory !== null) await this.territories.within([territory], context);
    const within = requireSchools((await context.reach()).schools, 'revisions');
    const found = await this.reader.revisions(
      { territory, campaign, indicators, causes: args.causes ?? [], within },
      page,
    );
    return connectionOfPage(
      found,
      (row) => row,
      () => Promise.resolve(null),
    );
  }
}
