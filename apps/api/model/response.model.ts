import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

import type { ResponseStatus } from '#application';
import type { AnswerState, AnswerValue, Position } from '#kernel';

import { AnswerStateEnum, ResponseStatusEnum } from '../graphql/enums.js';
import {
  AnswerValueScalar,
  DateTimeScalar,
  PositionScalar,
  UaiScalar,
} from '../graphql/scalars.js';
import { QuestionReturnModel, SinceValidationModel } from './review.model.js';

@ObjectType('Answer', { description: 'La réponse à une question, dans l’un de ses quatre états.' })
export class AnswerModel {
  @Field(() => ID, { description: 'Le code de la question.' })
  readonly question!: string;

  @Field(() => AnswerStateEnum, {
    description: 'Répondue, sans réponse, non concernée ou non posée.',
  })
  readonly state!: AnswerState;

  @Field(() => AnswerValueScalar, {
    nullable: true,
    description: 'La valeur ; nulle si la question n’est pas répondue. Zéro est une valeur.',
  })
  readonly value!: AnswerValue | null;
}

@ObjectType('Justification', { description: 'Pourquoi un avertissement a été maintenu.' })
export class JustificationModel {
  @Field(() => ID, { description: 'La règle qui avertissait.' })
  readonly rule!: string;

  @Field(() => String, { description: 'Ce que l’établissement en dit.' })
  readonly text!: string;
}

@ObjectType('AnswerChange', { description: 'Ce qu’une correction a changé.' })
export class AnswerChangeModel {
  @Field(() => ID, { description: 'Le code de la question.' })
  readonly question!: string;

  @Field(() => AnswerValueScalar, {
    nullable: true,
    description: 'La valeur d’avant ; nulle s’il n’y en avait pas.',
  })
  readonly from!: AnswerValue | null;

  @Field(() => AnswerValueScalar, {
    nullable: true,
    description: 'La valeur d’après ; nulle si elle a été effacée.',
  })
  readonly to!: AnswerValue | null;
}

@ObjectType('ResponseEvent', { description: 'Un fait de l’histoire d’une réponse.' })
export class ResponseEventModel {
  @Field(() => String, {
    description:
      'Le fait : DraftSaved, DraftPrefilled, ResponseSubmitted, AnswersCorrected, ResponseValidated, ResponseWithdrawn, QuestionReturned, ReturnAnswered ou ReturnCancelled.',
  })
  readonly type!: string;

  @Field(() => Int, { description: 'Son rang dans l’histoire de la réponse.' })
  readonly revision!: number;

  @Field(() => PositionScalar, { description: 'Sa position dans le journal.' })
  readonly position!: Position;

  @Field(() => DateTimeScalar, { description: 'Quand il a été enregistré.' })
  readonly recordedAt!: string;

  @Field(() => String, { description: 'Le rôle de son auteur.' })
  readonly actorRole!: string;

  @Field(() => String, { description: 'Sa cause : submission, correction, import …' })
  readonly cause!: string;

  @Field(() => ID, { description: 'Son compte, opaque.' })
  readonly actorId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'La raison donnée, ou le message d’un retour.',
  })
  readonly reason!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'La question rendue, répondue ou refermée.',
  })
  readonly question!: string | null;

  @Field(() => Boolean, { description: 'Vrai si le fait est synthétique.' })
  readonly synthetic!: boolean;

  @Field(() => [AnswerChangeModel], { description: 'Ce qu’une correction a changé.' })
  readonly changes!: readonly AnswerChangeModel[];
}

@ObjectType('Response', {
  description: 'La réponse d’un établissement à une campagne, et son histoire.',
})
export class ResponseModel {
  @Field(() => ID, { description: 'La campagne.' })
  readonly campaign!: string;

  @Field(() => UaiScalar, { description: 'L’établissement.' })
  readonly uai!: string;

  @Field(() => ResponseStatusEnum, { description: 'Où en est la réponse.' })
  readonly status!: ResponseStatus;

  @Field(() => Int, {
    description:
      'La révision à citer dans une mutation : elle protège de l’écrasement quand deux personnes écrivent.',
  })
  readonly revision!: number;

  @Field(() => ID, { description: 'La version de questionnaire : « etic-1d@2014 ».' })
  readonly questionnaireKey!: string;

  @Field(() => Boolean, { description: 'Vrai si elle est arrivée après la clôture.' })
  readonly late!: boolean;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Quand elle a été envoyée ; nul avant le premier envoi.',
  })
  readonly submittedAt!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Empreinte SHA-256 de ce qui a été déclaré ; nulle avant le premier envoi.',
  })
  readonly contentHash!: string | null;

  @Field(() => [AnswerModel], {
    description: 'Une réponse pour chaque question de la version, dans l’ordre.',
  })
  readonly answers!: readonly AnswerModel[];

  @Field(() => [JustificationModel], { description: 'Les avertissements maintenus, et pourquoi.' })
  readonly justifications!: readonly JustificationModel[];

  @Field(() => [ResponseEventModel], {
    description: 'Son histoire, du plus ancien au plus récent.',
  })
  readonly history!: readonly ResponseEventModel[];

  @Field(() => SinceValidationModel, {
    nullable: true,
    description:
      'Ce qui diffère de la dernière déclaration validée ; nul si aucune ne l’a jamais été.',
  })
  readonly sinceValidation!: SinceValidationModel | null;

  @Field(() => [QuestionReturnModel], {
    description: 'Les questions rendues, de la plus ancienne à la plus récente.',
  })
  readonly returns!: readonly QuestionReturnModel[];
}
