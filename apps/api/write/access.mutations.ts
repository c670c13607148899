import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';

import type { SchoolDirectory, TerritoryRef } from '#application';
import { Allow, type Language } from '#platform';

import { type Atlas, chainOf } from '../access/atlas.js';
import { requirePart } from '../access/reach.js';
import type { GraphqlContext } from '../graphql/context.js';
import { ATLAS, DIRECTORY } from '../ports.js';
import { ExecuteOnCampaign } from './campaign.handler.js';
import type { CampaignCommand } from './commands.js';
import { InLanguage, languageIn, originOf } from './origin.js';
import { OutcomeModel, outcomeRow } from './outcome.model.js';
import { EndAccessInput, GrantExceptionInput, LockAnswersInput } from './review.input.js';

type Row = ReturnType<typeof outcomeRow>;
type AccessCommand = Extract<CampaignCommand, { readonly part: TerritoryRef }>;

@Resolver()
export class AccessMutations {
  constructor(
    private readonly commands: CommandBus,
    @Inject(DIRECTORY) private readonly directory: SchoolDirectory,
    @Inject(ATLAS) private readonly atlas: Atlas,
  ) {}

  @Allow('observatory', 'operator')
  @Mutation(() => OutcomeModel, {
    description:
      'Verrouille les réponses d’une partie de la campagne : plus d’envoi, de correction ni de retrait, hors retours et exceptions.',
  })
  lockAnswers(
    @Args('input', { description: 'Le verrou.' }) input: LockAnswersInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    const { campaign, part, until, reason } = input;
    return this.execute(
      { type: 'LockAnswers', campaign, part, until: until ?? null, reason: reason ?? null },
      context,
      language,
    );
  }

  @Allow('observatory', 'operator')
  @Mutation(() => OutcomeModel, { description: 'Lève un verrou, tel qu’il a été posé.' })
  unlockAnswers(
    @Args('input', { description: 'Le verrou à lever.' })
    { campaign, part, reason }: EndAccessInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    return this.execute({ type: 'UnlockAnswers', campaign, part, reason }, context, language);
  }

  @Allow('observatory', 'operator')
  @Mutation(() => OutcomeModel, {
    description:
      'Laisse un établissement, ou une partie de la campagne, répondre jusqu’à un jour, malgré la clôture et les verrous.',
  })
  grantException(
    @Args('input', { description: 'L’exception.' }) input: GrantExceptionInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    const { campaign, part, until, reason } = input;
    return this.execute(
      { type: 'GrantException', campaign, part, until, reason },
      context,
      language,
    );
  }

  @Allow('observatory', 'operator')
  @Mutation(() => OutcomeModel, { description: 'Retire une exception avant sa fin.' })
  withdrawException(
    @Args('input', { description: 'L’exception à retirer.' })
    { campaign, part, reason }: EndAccessInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    return this.execute({ type: 'WithdrawException', campaign, part, reason }, context, language);
  }

  private async execute(
    command: AccessCommand,
    context: GraphqlContext,
    language: Language | null,
  ): Promise<Row> {
    const { schools } = await context.reach();
    requirePart(schools, await this.chain(command.part));
    const outcome = await this.commands.execute(new ExecuteOnCampaign(command, originOf(context)));
    return outcomeRow(outcome, languageIn(language, context));
  }

  /** The part, then the territories that hold it. */
  private async chain(part: TerritoryRef): Promise<readonly TerritoryRef[]> {
    if (part.kind !== 'school') return chainOf(this.atlas, part);
    const school = await this.directory.school(part.code);
    if (school === undefined) return [part];
    return [part, ...chainOf(this.atlas, { kind: 'department', code: school.department })];
  }
}
