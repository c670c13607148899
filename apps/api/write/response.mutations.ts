import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';

import { Allow, type Language } from '#platform';

import type { GraphqlContext } from '../graphql/context.js';
import { InLanguage } from './origin.js';
import { OutcomeModel } from './outcome.model.js';
import {
  CorrectAnswersInput,
  ResponseInput,
  SaveDraftInput,
  SubmitResponseInput,
  WithdrawResponseInput,
} from './response.input.js';
import { about } from './response.reach.js';
import { type OutcomeRow, ResponseWriter } from './response.writer.js';

@Resolver()
export class ResponseMutations extends ResponseWriter {
  @Allow('school', 'observatory', 'operator')
  @Mutation(() => OutcomeModel, {
    description: 'Enregistre un brouillon, pour s’arrêter et reprendre.',
  })
  saveDraft(
    @Args('input', { description: 'Le brouillon.' }) input: SaveDraftInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<OutcomeRow> {
    const { answers } = input;
    const notConcerned = input.notConcerned ?? [];
    return this.execute(
      { type: 'SaveDraft', ...about(input), answers, notConcerned },
      context,
      language,
    );
  }

  @Allow('school', 'observatory', 'operator')
  @Mutation(() => OutcomeModel, {
    description: 'Commence un brouillon avec les réponses de la campagne précédente.',
  })
  prefillDraft(
    @Args('input', { description: 'La réponse à préremplir.' }) input: ResponseInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<OutcomeRow> {
    return this.execute({ type: 'PrefillDraft', ...about(input) }, context, language);
  }

  @Allow('school', 'observatory', 'operator')
  @Mutation(() => OutcomeModel, {
    description: 'Envoie la réponse d’un établissement. La même deux fois ne change rien.',
  })
  submitResponse(
    @Args('input', { description: 'La réponse.' }) input: SubmitResponseInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<OutcomeRow> {
    return this.execute(
      {
        type: 'SubmitResponse',
        ...about(input),
        answers: input.answers,
        notConcerned: input.notConcerned ?? [],
        justifications: input.justifications ?? [],
        reason: input.reason ?? null,
      },
      context,
      language,
    );
  }

  @Allow('school', 'observatory', 'operator')
  @Mutation(() => OutcomeModel, { description: 'Corrige une réponse envoyée, avec une raison.' })
  correctAnswers(
    @Args('input', { description: 'La correction.' }) input: CorrectAnswersInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<OutcomeRow> {
    return this.execute(
      {
        type: 'CorrectAnswers',
        ...about(input),
        answers: input.answers,
        notConcerned: input.notConcerned ?? null,
        justifications: input.justifications ?? [],
        reason: input.reason,
      },
      context,
      language,
    );
  }

  @Allow('school', 'observatory', 'operator')
  @Mutation(() => OutcomeModel, {
    description: 'Retire une réponse, avec une raison : elle ne compte plus.',
  })
  withdrawResponse(
    @Args('input', { description: 'Le retrait.' }) input: WithdrawResponseInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<OutcomeRow> {
    return this.execute(
      { type: 'WithdrawResponse', ...about(input), reason: input.reason },
      context,
      language,
    );
  }

  @Allow('observatory', 'operator')
  @Mutation(() => OutcomeModel, { description: 'Valide une réponse envoyée.' })
  validateResponse(
    @Args('input', { description: 'La réponse à valider.' }) input: ResponseInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<OutcomeRow> {
    return this.execute({ type: 'ValidateResponse', ...about(input) }, context, language);
  }
}
