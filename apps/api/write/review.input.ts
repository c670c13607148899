import { Field, ID, InputType } from '@nestjs/graphql';

import { DateScalar } from '../graphql/scalars.js';
import { TerritoryInput } from '../model/territory.model.js';
import { ResponseInput } from './response.input.js';

@InputType('ReturnQuestionsInput', {
  description: 'Rend des questions à un établissement ; le reste de sa réponse ne bouge pas.',
})
export class ReturnQuestionsInput extends ResponseInput {
  @Field(() => [ID], { description: 'Les codes des questions, une au moins.' })
  readonly questions!: readonly string[];

  @Field(() => String, { description: 'Ce que l’établissement lira.' })
  readonly message!: string;

  @Field(() => DateScalar, { description: 'Dernier jour pour y répondre.' })
  readonly until!: string;
}

@InputType('ConfirmAnswerInput', { description: 'Confirme une réponse rendue : elle est exacte.' })
export class ConfirmAnswerInput extends ResponseInput {
  @Field(() => ID, { description: 'Le code de la question.' })
  readonly question!: string;

  @Field(() => String, { description: 'Pourquoi elle est exacte.' })
  readonly justification!: string;
}

@InputType('CancelReturnInput', { description: 'Annule un retour : la question se referme.' })
export class CancelReturnInput extends ResponseInput {
  @Field(() => ID, { description: 'Le code de la question.' })
  readonly question!: string;

  @Field(() => String, { description: 'Pourquoi.' })
  readonly reason!: string;
}

@InputType({ isAbstract: true })
class CampaignPartInput {
  @Field(() => ID, { description: 'La campagne.' })
  readonly campaign!: string;

  @Field(() => TerritoryInput, {
    description: 'La partie : la France, une académie, un département ou un établissement attendu.',
  })
  readonly part!: TerritoryInput;
}

@InputType('LockAnswersInput', { description: 'Verrouille les réponses d’une partie.' })
export class LockAnswersInput extends CampaignPartInput {
  @Field(() => DateScalar, {
    nullable: true,
    description: 'Dernier jour du verrou ; absent, jusqu’à ce qu’il soit levé.',
  })
  readonly until?: string | null;

  @Field(() => String, { nullable: true, description: 'Pourquoi.' })
  readonly reason?: string | null;
}

@InputType('EndAccessInput', { description: 'Lève un verrou, ou retire une exception.' })
export class EndAccessInput extends CampaignPartInput {
  @Field(() => String, { description: 'Pourquoi.' })
  readonly reason!: string;
}

@InputType('GrantExceptionInput', {
  description: 'Laisse une partie répondre, malgré la clôture et les verrous.',
})
export class GrantExceptionInput extends CampaignPartInput {
  @Field(() => DateScalar, { description: 'Dernier jour de l’exception.' })
  readonly until!: string;

  @Field(() => String, { description: 'Pourquoi.' })
  readonly reason!: string;
}
