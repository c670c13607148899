import { Field, ID, InputType, Int } from '@nestjs/graphql';

import type { AnswerValue } from '#kernel';

import { AnswersScalar } from '../graphql/scalars.js';

@InputType('JustificationInput', { description: 'Pourquoi un avertissement est maintenu.' })
export class JustificationInput {
  @Field(() => ID, { description: 'La règle qui avertit.' })
  readonly rule!: string;

  @Field(() => String, { description: 'Ce que l’établissement en dit.' })
  readonly text!: string;
}

@InputType('ResponseInput', {
  description: 'Désigne la réponse d’un établissement à une campagne.',
})
export class ResponseInput {
  @Field(() => ID, { description: 'La campagne.' })
  readonly campaign!: string;

  @Field(() => ID, {
    description:
      'L’UAI de l’établissement. Mal écrite ou inconnue, elle est refusée avec les plus proches.',
  })
  readonly uai!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'La révision que vous avez lue : si quelqu’un a écrit depuis, la commande est refusée. Absente, elle n’est pas vérifiée.',
  })
  readonly expectedRevision?: number | null;
}

@InputType('SaveDraftInput', {
  description: 'Enregistre un brouillon, entier : il remplace le précédent.',
})
export class SaveDraftInput extends ResponseInput {
  @Field(() => AnswersScalar, { description: 'Les réponses, complètes ou non.' })
  readonly answers!: Readonly<Record<string, AnswerValue | null>>;

  @Field(() => [ID], { nullable: true, description: 'Les questions marquées « non concerné ».' })
  readonly notConcerned?: readonly string[] | null;
}

@InputType('SubmitResponseInput', { description: 'Envoie la réponse d’un établissement, entière.' })
export class SubmitResponseInput extends SaveDraftInput {
  @Field(() => [JustificationInput], {
    nullable: true,
    description: 'Une justification pour chaque avertissement maintenu.',
  })
  readonly justifications?: readonly JustificationInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'La raison, si l’envoi remplace une réponse déjà envoyée.',
  })
  readonly reason?: string | null;
}

@InputType('CorrectAnswersInput', {
  description: 'Corrige une réponse envoyée : seules les questions citées changent.',
})
export class CorrectAnswersInput extends ResponseInput {
  @Field(() => AnswersScalar, { description: 'Les réponses qui changent ; null efface.' })
  readonly answers!: Readonly<Record<string, AnswerValue | null>>;

  @Field(() => [ID], {
    nullable: true,
    description: 'Les questions « non concerné » après la correction ; absent, inchangées.',
  })
  readonly notConcerned?: readonly string[] | null;

  @Field(() => [JustificationInput], {
    nullable: true,
    description: 'Une justification pour chaque avertissement maintenu.',
  })
  readonly justifications?: readonly JustificationInput[] | null;

  @Field(() => String, { description: 'La raison de la correction.' })
  readonly reason!: string;
}

@InputType('WithdrawResponseInput', { description: 'Retire une réponse : elle ne compte plus.' })
export class WithdrawResponseInput extends ResponseInput {
  @Field(() => String, { description: 'La raison du retrait.' })
  readonly reason!: string;
}
