import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';

import { Allow, type Language } from '#platform';

import type { GraphqlContext } from '../graphql/context.js';
import { InLanguage } from './origin.js';
import { OutcomeModel } from './outcome.model.js';
import { about } from './response.reach.js';
import { type OutcomeRow, ResponseWriter } from './response.writer.js';
import { CancelReturnInput, ConfirmAnswerInput, ReturnQuestionsInput } from './review.input.js';

@Resolver()
export class ReviewMutations extends ResponseWriter {
  @Allow('observatory', 'operator')
  @Mutation(() => OutcomeModel, {
    description:
      'Rend des questions à un établissement, avec un message, même après la clôture et la validation : il corrige ou confirme celles-là, et nulle autre.',
  })
  returnQuestions(
    @Args('input', { description: 'Le retour.' }) input: ReturnQuestionsInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<OutcomeRow> {
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
  ): Promise<OutcomeRow> {
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
  ): Promise<OutcomeRow> {
    const { question, reason } = input;
    return this.execute(
      { type: 'CancelReturn', ...about(input), question, reason },
      context,
      language,
    );
  }
}
