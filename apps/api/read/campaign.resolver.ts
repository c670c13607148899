import { Inject } from '@nestjs/common';
import { Args, Context, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';

import type {
  CampaignReader,
  CampaignSummary,
  CoverageRow,
  FigureReader,
  RespondentFilter,
} from '#application';
import type { Catalogue } from '#catalogue';
import { questionnaireKey } from '#domain/survey';
import { Allow } from '#platform';

import { keyOf, type Territory } from '../access/atlas.js';
import { withinReach } from '../access/reach.js';
import { given, PageArgs } from '../graphql/arguments.js';
import { connectionTypes } from '../graphql/connection.model.js';
import type { GraphqlContext } from '../graphql/context.js';
import { figuresAsked, Nodes, Paged, requireFew } from '../graphql/cost.js';
import { listOf } from '../graphql/list.js';
import { Reads } from '../graphql/reads.js';
import { CampaignModel, ExclusionModel, RespondentModel } from '../model/campaign.model.js';
import { QuestionnaireModel } from '../model/catalogue.model.js';
import { TerritoryCoverageModel } from '../model/figure.model.js';
import { CAMPAIGNS, CATALOGUE, FIGURES } from '../ports.js';
import { CoverageArgs, RespondentsArgs } from './arguments.js';
import { type QuestionnaireRow, questionnaireRow } from './catalogue.rows.js';
import { ObservatoryModel, type ObservatoryRow } from './observatory.resolver.js';
import { TerritoryLookup } from './territories.js';
import { type Viewed, viewed } from './view.js';

type CampaignRow = Viewed<CampaignSummary>;

export const CampaignConnection = connectionTypes(CampaignModel, 'Campaign', 'une campagne');
export const RespondentConnection = connectionTypes(
  RespondentModel,
  'Respondent',
  'un établissement attendu',
);
export const ExclusionConnection = connectionTypes(
  ExclusionModel,
  'Exclusion',
  'un établissement écarté',
);

@Resolver(() => ObservatoryModel)
export class CampaignsResolver {
  constructor(@Inject(CAMPAIGNS) private readonly campaignReader: CampaignReader) {}

  @Allow('public')
  @Reads('campaign-register')
  @ResolveField(() => CampaignModel, {
    nullable: true,
    description: 'Une campagne ; nulle si elle n’existe pas.',
  })
  async campaign(
    @Parent() { view }: ObservatoryRow,
    @Args('id', { type: () => ID, description: 'Son identifiant : « etic-1d-2014 ».' }) id: string,
  ): Promise<CampaignRow | null> {
    const campaign = await this.campaignReader.campaign(id);
    return campaign === undefined ? null : viewed(campaign, view);
  }

  @Allow('public')
  @Paged()
  @Reads('campaign-register')
  @ResolveField(() => CampaignConnection.type, { description: 'Les campagnes.' })
  async campaigns(@Parent() { view }: ObservatoryRow, @Args() args: PageArgs) {
    const list = listOf('campaigns');
    const page = await this.campaignReader.campaigns(list.request(args));
    return list.connection(
      page,
      (campaign) => viewed(campaign, view),
      () => this.campaignReader.campaignCount(),
    );
  }
}

@Resolver(() => CampaignModel)
export class CampaignResolver {
  constructor(
    @Inject(CAMPAIGNS) private readonly campaignReader: CampaignReader,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  @Allow('public')
  @Reads()
  @ResolveField(() => QuestionnaireModel, {
    nullable: true,
    description: 'La version du questionnaire.',
  })
  questionnaire(@Parent() { survey, version }: CampaignRow): QuestionnaireRow | null {
    const questionnaire = this.catalogue.questionnaires.get(questionnaireKey(survey, version));
    return questionnaire === undefined ? null : questionnaireRow(questionnaire, this.catalogue);
  }

  @Allow('school', 'observatory', 'operator')
  @Paged()
  @Reads('figures', 'school-directory')
  @ResolveField(() => RespondentConnection.type, {
    description:
      'Les établissements attendus et où ils en sont, par UAI, dans les limites de votre compte.',
  })
  async respondents(
    @Parent() { id }: CampaignRow,
    @Args() args: RespondentsArgs,
    @Context() context: GraphqlContext,
  ) {
    const { schools } = await context.reach();
    const asked: RespondentFilter = {
      campaign: id,
      ...(given(args.filter) as Omit<RespondentFilter, 'campaign'>),
    };
    const restricted = withinReach(schools, asked);
    const list = listOf('respondents', id);
    const page = await this.campaignReader.respondents(restricted, list.request(args));
    return list.connection(
      page,
      (row) => row,
      () => this.campaignReader.respondentCount(restricted),
    );
  }

  @Allow('observatory', 'operator')
  @Paged()
  @Reads()
  @ResolveField(() => ExclusionConnection.type, {
    description: 'Les établissements écartés, chacun avec sa raison, par UAI.',
  })
  async exclusions(@Parent() { id, excluded }: CampaignRow, @Args() args: PageArgs) {
    const list = listOf('exclusions', id);
    const page = await this.campaignReader.exclusions(id, list.request(args));
    return list.connection(
      page,
      (row) => row,
      () => Promise.resolve(excluded),
    );
  }
}

@Resolver(() => CampaignModel)
export class CampaignCoverageResolver {
  constructor(
    @Inject(FIGURES) private readonly figures: FigureReader,
    private readonly territories: TerritoryLookup,
  ) {}

  @Allow('school', 'observatory', 'operator')
  @Nodes(figuresAsked)
  @Reads('figures', 'school-directory')
  @ResolveField(() => [TerritoryCoverageModel], {
    description: 'La couverture de la campagne : territoires × segments, dans cet ordre.',
  })
  async coverage(
    @Parent() { id, view }: CampaignRow,
    @Args() { territories, breakdown }: CoverageArgs,
    @Context() context: GraphqlContext,
  ): Promise<readonly (CoverageRow & { readonly territory: Viewed<Territory> })[]> {
    requireFew({ territories, breakdown });
    const named = await this.territories.within(territories, context);
    const rows = await this.figures.coverage({
      campaign: id,
      territories,
      breakdown: breakdown ?? [],
      moment: view.moment,
    });
    return rows.map((row) => ({
      ...row,
      territory: viewed(named.get(keyOf(row.territory)) as Territory, view),
    }));
  }
}
