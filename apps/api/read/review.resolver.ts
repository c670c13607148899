import { Inject } from '@nestjs/common';
import { Args, ArgsType, Context, Field, Parent, ResolveField, Resolver } from '@nestjs/graphql';

import type {
  CampaignAccess,
  CampaignSummary,
  ReturnFilter,
  ReturnStatus,
  ReviewReader,
  School,
  ToDo,
} from '#application';
import { Allow } from '#platform';

import { requireSchool, withinReach } from '../access/reach.js';
import { PageArgs } from '../graphql/arguments.js';
import { connectionTypes } from '../graphql/connection.model.js';
import type { GraphqlContext } from '../graphql/context.js';
import { Fresh, Nodes, Paged } from '../graphql/cost.js';
import { ReturnStatusEnum } from '../graphql/enums.js';
import { listOf } from '../graphql/list.js';
import { Reads } from '../graphql/reads.js';
import { CampaignModel } from '../model/campaign.model.js';
import { CampaignAccessModel, QuestionReturnModel, ToDoModel } from '../model/review.model.js';
import { SchoolModel } from '../model/school.model.js';
import { REVIEW, TODAY } from '../ports.js';
import { type Viewed } from './view.js';

type CampaignRow = Viewed<CampaignSummary>;

export const ReturnConnection = connectionTypes(
  QuestionReturnModel,
  'QuestionReturn',
  'une question rendue à un établissement',
);
export const AccessConnection = connectionTypes(
  CampaignAccessModel,
  'CampaignAccess',
  'un verrou ou une exception',
);

@ArgsType()
class ReturnsArgs extends PageArgs {
  @Field(() => ReturnStatusEnum, { nullable: true, description: 'Où ils en sont aujourd’hui.' })
  readonly status?: ReturnStatus | null;
}

@ArgsType()
class AccessArgs extends PageArgs {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Vrai : ceux qui tiennent aujourd’hui. Faux : les autres. Absent : tous.',
  })
  readonly inForce?: boolean | null;
}

/** What may wait for one school at most. */
const mostToDo = 100;

@Resolver(() => CampaignModel)
export class CampaignReviewResolver {
  constructor(
    @Inject(REVIEW) private readonly review: ReviewReader,
    @Inject(TODAY) private readonly today: () => string,
  ) {}

  @Allow('school', 'observatory', 'operator')
  @Paged()
  @Fresh()
  @Reads('review', 'figures', 'school-directory')
  @ResolveField(() => ReturnConnection.type, {
    description: 'Les questions rendues aux établissements, dans les limites de votre compte.',
  })
  async returns(
    @Parent() { id, view }: CampaignRow,
    @Args() args: ReturnsArgs,
    @Context() context: GraphqlContext,
  ) {
    const { schools } = await context.reach();
    const status = args.status ?? undefined;
    const within = withinReach(schools, { campaign: id });
    const filter = { ...within, ...(status !== undefined && { status }) } as ReturnFilter;
    const moment = { today: this.today(), asOf: view.moment.asOf };
    const list = listOf('returns', id);
    const page = await this.review.returns(filter, moment, list.request(args));
    return list.connection(
      page,
      (row) => row,
      () => this.review.returnCount(filter, moment),
    );
  }

  @Allow('school', 'observatory', 'operator')
  @Paged()
  @Fresh()
  @Reads('review')
  @ResolveField(() => AccessConnection.type, {
    description: 'Les verrous posés sur les réponses, avec leur fin.',
  })
  locks(@Parent() campaign: CampaignRow, @Args() args: AccessArgs) {
    return this.access(campaign, 'lock', args);
  }

  @Allow('observatory', 'operator')
  @Paged()
  @Fresh()
  @Reads('review')
  @ResolveField(() => AccessConnection.type, {
    description: 'Les exceptions : qui peut répondre encore, jusqu’à quand, pourquoi.',
  })
  exceptions(@Parent() campaign: CampaignRow, @Args() args: AccessArgs) {
    return this.access(campaign, 'exception', args);
  }

  private async access(
    { id, view }: CampaignRow,
    effect: CampaignAccess['effect'],
    args: AccessArgs,
  ) {
    const inForce = args.inForce ?? undefined;
    const filter = { campaign: id, effect, ...(inForce !== undefined && { inForce }) };
    const moment = { today: this.today(), asOf: view.moment.asOf };
    const list = listOf(effect, id);
    const page = await this.review.access(filter, moment, list.request(args));
    return list.connection(
      page,
      (row) => row,
      () => this.review.accessCount(filter, moment),
    );
  }
}

@Resolver(() => SchoolModel)
export class SchoolToDoResolver {
  constructor(
    @Inject(REVIEW) private readonly review: ReviewReader,
    @Inject(TODAY) private readonly today: () => string,
  ) {}

  @Allow('school', 'observatory', 'operator')
  @Nodes(() => mostToDo)
  @Fresh()
  @Reads('review', 'campaign-register', 'figures')
  @ResolveField(() => [ToDoModel], {
    description:
      'Ce qui attend l’établissement aujourd’hui, le plus pressant d’abord ; cent au plus.',
  })
  async toDo(
    @Parent() school: Viewed<School>,
    @Context() context: GraphqlContext,
  ): Promise<readonly ToDo[]> {
    const { schools } = await context.reach();
    requireSchool(schools, school.uai, school);
    return this.review.toDo(school.uai, this.today());
  }
}
