import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, ResolveField, Resolver } from '@nestjs/graphql';

import type { PublicationFilter, PublicationSummary } from '#application';
import { Allow } from '#platform';

import { PageArgs } from '../graphql/arguments.js';
import { connectionTypes } from '../graphql/connection.model.js';
import { Paged } from '../graphql/cost.js';
import { PublicationStateEnum } from '../graphql/enums.js';
import { listOf } from '../graphql/list.js';
import { Reads } from '../graphql/reads.js';
import type { RowOf } from '../graphql/row.js';
import { type PublicationPort, PUBLISHING } from '../ports.js';
import { ObservatoryModel } from '../read/observatory.resolver.js';
import { PublicationModel } from './publication.model.js';

export const PublicationConnection = connectionTypes(
  PublicationModel,
  'Publication',
  'une publication',
);

@ArgsType()
class PublicationsArgs extends PageArgs {
  @Field(() => PublicationStateEnum, {
    nullable: true,
    description: 'Celles qui sont dans cet état ; absent, toutes.',
  })
  readonly state?: 'provisional' | 'definitive' | 'withdrawn' | null;
}

const rowOf = (publication: PublicationSummary): RowOf<PublicationModel> => ({
  ...publication,
  permalink: `/publications/${publication.id}`,
});

/** The ledger: public, for it holds no cell. */
@Resolver(() => ObservatoryModel)
export class PublicationsResolver {
  constructor(@Inject(PUBLISHING) private readonly publishing: PublicationPort) {}

  @Allow('public')
  @Reads('publication-register')
  @ResolveField(() => PublicationModel, {
    nullable: true,
    description: 'Une publication, retirée ou non ; nulle si elle n’existe pas.',
  })
  async publication(
    @Args('id', { type: () => ID, description: 'Son identifiant : « etic-1d-2014-v1 ».' })
    id: string,
  ): Promise<RowOf<PublicationModel> | null> {
    const found = await this.publishing.publications.publication(id);
    return found === undefined ? null : rowOf(found);
  }

  @Allow('public')
  @Paged()
  @Reads('publication-register')
  @ResolveField(() => PublicationConnection.type, {
    description: 'Le registre des publications, la dernière d’abord.',
  })
  async publications(@Args() args: PublicationsArgs) {
    const list = listOf('publications');
    const { publications } = this.publishing;
    const filter: PublicationFilter = args.state ? { state: args.state } : {};
    const page = await publications.publications(filter, list.request(args));
    return list.connection(page, rowOf, () => publications.publicationCount(filter));
  }
}
