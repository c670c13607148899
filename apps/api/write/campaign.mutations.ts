import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';

import type { CampaignField } from '#domain/campaign';
import { Allow, type Language } from '#platform';

import { given } from '../graphql/arguments.js';
import type { GraphqlContext } from '../graphql/context.js';
import { CloseCampaignInput, OpenCampaignInput, ReopenCampaignInput } from './campaign.input.js';
import { ExecuteOnCampaign } from './campaign.handler.js';
import type { CampaignCommand } from './commands.js';
import { InLanguage, languageIn, originOf } from './origin.js';
import { OutcomeModel, outcomeRow } from './outcome.model.js';

type Row = ReturnType<typeof outcomeRow>;

@Resolver()
export class CampaignMutations {
  constructor(private readonly commands: CommandBus) {}

  @Allow('operator')
  @Mutation(() => OutcomeModel, {
    description: 'Ouvre une campagne et fige la liste des établissements attendus.',
  })
  openCampaign(
    @Args('input', { description: 'La campagne à ouvrir.' }) input: OpenCampaignInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    const { campaign, survey, schoolYear, title, opensOn, closesOn } = input;
    const field = given(input.field) as CampaignField;
    const excludedByName = input.excluded ?? [];
    return this.execute(
      {
        type: 'OpenCampaign',
        campaign,
        survey,
        schoolYear,
        title,
        opensOn,
        closesOn,
        field,
        excludedByName,
      },
      context,
      language,
    );
  }

  @Allow('operator')
  @Mutation(() => OutcomeModel, {
    description: 'Clôt une campagne : plus aucune réponse n’est reçue.',
  })
  closeCampaign(
    @Args('input', { description: 'La campagne à clore.' })
    { campaign, reason }: CloseCampaignInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    return this.execute(
      { type: 'CloseCampaign', campaign, reason: reason ?? null },
      context,
      language,
    );
  }

  @Allow('operator')
  @Mutation(() => OutcomeModel, {
    description: 'Rouvre une campagne close, avec une raison et une nouvelle date.',
  })
  reopenCampaign(
    @Args('input', { description: 'La campagne à rouvrir.' })
    { campaign, reason, closesOn }: ReopenCampaignInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    return this.execute({ type: 'ReopenCampaign', campaign, reason, closesOn }, context, language);
  }

  private async execute(
    command: CampaignCommand,
    context: GraphqlContext,
    language: Language | null,
  ): Promise<Row> {
    const outcome = await this.commands.execute(new ExecuteOnCampaign(command, originOf(context)));
    return outcomeRow(outcome, languageIn(language, context));
  }
}
