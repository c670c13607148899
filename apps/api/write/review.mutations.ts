import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';

import type { SchoolDirectory } from '#application';
import { Allow, type Language } from '#platform';

import type { GraphqlContext } from '../graphql/context.js';
import { DIRECTORY } from '../ports.js';
import type { ResponseCommand } from './commands.js';
import { InLanguage, languageIn, originOf } from './origin.js';
import { OutcomeModel, outcomeRow } from './outcome.model.js';
import { ExecuteOnResponse } from './response.handler.js';
import { about, requireWithinReach } from './response.reach.js';
import { CancelReturnInput, ConfirmAnswerInput, ReturnQuestionsInput } from './review.input.js';

type Row = ReturnType<typeof outcomeRow>;

@Resolver()
export class ReviewMutations {
  constructor(
    private readonly commands: CommandBus,
    @Inject(DIRECTORY) private readonly directory: SchoolDirectory,
  ) {}

  @Allow('observatory', 'operator')
  @Mutation(() => OutcomeModel, {
    description:
      'Rend des questions à un établissement, avec un message, même après la clôture et la validation : il corrige ou confirme celles-là, et nulle autre.',
  })
  returnQuestions(
    @Args('input', { description: 'Le retour.' }) input: ReturnQuestionsInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    const { questions, message, until } = input;
    return this.execute(
      { type: 'ReturnQuestions', ...about(input), questions, message, until },
      context,
      language,
    );
  }

  @Allow('school', 'observatory', 'operator')
  @Mutation(() => OutcomeModel, {
    description:
      'Répond à un retour : « c’est exact », et pourquoi. Une validation demeure. Pour corriger, correctAnswers.',
  })
  confirmAnswer(
    @Args('input', { description: 'La confirmation.' }) input: ConfirmAnswerInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    const { question, justification } = input;
    return this.execute(
      { type: 'ConfirmAnswer', ...about(input), question, justification },
      context,
      language,
    );
  }

  @Allow('observatory', 'operator')
  @Mutation(() => OutcomeModel, { description: 'Annule un retour, avec une raison.' })
  cancelReturn(
    @Args('input', { description: 'L’annulation.' }) input: CancelReturnInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    const { question, reason } = input;
    return this.execute(
      { type: 'CancelReturn', ...about(input), question, reason },
      context,
      language,
    );
  }

  private async execute(
    command: ResponseCommand,
    context: GraphqlContext,
    language: Language | null,
  ): Promise<Row> {
    await requireWithinReach(this.directory, command.uai, context.caller);
    const outcome = await this.commands.execute(new ExecuteOnResponse(command, originOf(context)));
    return outcomeRow(outcome, languageIn(language, context));
  }
}
