import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

import type { ReturnStatus, TerritoryKind, ToDo } from '#application';
import type { AnswerValue, Position } from '#kernel';

import { ReturnStatusEnum, TerritoryKindEnum, ToDoKindEnum } from '../graphql/enums.js';
import {
  AnswerValueScalar,
  DateScalar,
  DateTimeScalar,
  PositionScalar,
  UaiScalar,
} from '../graphql/scalars.js';

@ObjectType('Actor', { description: 'Qui a agi : un compte opaque, jamais un nom.' })
export class ActorModel {
  @Field(() => String, { description: 'Son rôle : school, observatory ou operator.' })
  readonly role!: string;

  @Field(() => ID, {
    description: 'Son compte ; seul le fournisseur d’identité sait à qui il est.',
  })
  readonly id!: string;
}

@ObjectType('Signature', { description: 'Qui, quand, et à quelle position du journal.' })
class SignatureModel {
  @Field(() => DateTimeScalar, { description: 'Quand.' })
  readonly at!: string;

  @Field(() => ActorModel, { description: 'Qui.' })
  readonly by!: ActorModel;

  @Field(() => PositionScalar, { description: 'La position dans le journal.' })
  readonly position!: Position;
}

@ObjectType('Said', { description: 'Ce qu’une réponse dit d’une question.' })
export class SaidModel {
  @Field(() => AnswerValueScalar, {
    nullable: true,
    description: 'La valeur ; nulle sans réponse. Zéro est une valeur.',
  })
  readonly value!: AnswerValue | null;

  @Field(() => Boolean, { description: 'Vrai si la question est marquée « non concerné ».' })
  readonly notConcerned!: boolean;
}

@ObjectType('QuestionReturn', {
  description:
    'Une question rendue à un établissement, avec un message, et ce qu’il en est advenu.',
})
export class QuestionReturnModel {
  @Field(() => ID, { description: 'La campagne.' })
  readonly campaign!: string;

  @Field(() => UaiScalar, { description: 'L’établissement.' })
  readonly uai!: string;

  @Field(() => ID, { description: 'Le code de la question.' })
  readonly question!: string;

  @Field(() => String, { description: 'Ce que l’observatoire demande.' })
  readonly message!: string;

  @Field(() => DateScalar, { description: 'Dernier jour pour y répondre.' })
  readonly until!: string;

  @Field(() => ReturnStatusEnum, { description: 'Où il en est aujourd’hui.' })
  readonly status!: ReturnStatus;

  @Field(() => SignatureModel, { description: 'Qui l’a rendue, et quand.' })
  readonly returned!: SignatureModel;

  @Field(() => SignatureModel, { nullable: true, description: 'Qui l’a réglée ; nul si personne.' })
  readonly settled!: SignatureModel | null;

  @Field(() => String, {
    nullable: true,
    description:
      'La raison de la correction ou de l’annulation, ou pourquoi la réponse est exacte.',
  })
  readonly text!: string | null;
}

@ObjectType('CampaignAccess', {
  description: 'Un verrou, ou une exception, d’une partie d’une campagne.',
})
export class CampaignAccessModel {
  @Field(() => TerritoryKindEnum, { description: 'Le niveau de la partie.' })
  readonly kind!: TerritoryKind;

  @Field(() => ID, { description: 'Son code : « FR », « 02 », « 013 » ou un UAI.' })
  readonly code!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Dernier jour ; nul : jusqu’à ce que le verrou soit levé.',
  })
  readonly until!: string | null;

  @Field(() => String, { nullable: true, description: 'Pourquoi.' })
  readonly reason!: string | null;

  @Field(() => Boolean, { description: 'Vrai si cela tient aujourd’hui.' })
  readonly inForce!: boolean;

  @Field(() => SignatureModel, { description: 'Qui l’a posé, et quand.' })
  readonly granted!: SignatureModel;

  @Field(() => SignatureModel, {
    nullable: true,
    description: 'Qui y a mis fin ; nul si personne.',
  })
  readonly ended!: SignatureModel | null;

  @Field(() => String, { nullable: true, description: 'Pourquoi il y a été mis fin.' })
  readonly endReason!: string | null;
}

@ObjectType('ToDo', { description: 'Ce qui attend un établissement.' })
export class ToDoModel {
  @Field(() => ToDoKindEnum, { description: 'Répondre à un retour, ou envoyer une réponse.' })
  readonly kind!: ToDo['kind'];

  @Field(() => ID, { description: 'La campagne.' })
  readonly campaign!: string;

  @Field(() => ID, { nullable: true, description: 'La question rendue.' })
  readonly question!: string | null;

  @Field(() => String, { nullable: true, description: 'Ce que l’observatoire demande.' })
  readonly message!: string | null;

  @Field(() => DateScalar, { description: 'Dernier jour.' })
  readonly until!: string;
}

@ObjectType('AnswerDifference', { description: 'Une question qui diffère de ce qui a été validé.' })
class AnswerDifferenceModel {
  @Field(() => ID, { description: 'Le code de la question.' })
  readonly question!: string;

  @Field(() => SaidModel, { description: 'Ce qui a été validé.' })
  readonly from!: SaidModel;

  @Field(() => SaidModel, { description: 'Ce qui est en place.' })
  readonly to!: SaidModel;

  @Field(() => Int, { description: 'La révision qui l’a changée en dernier.' })
  readonly revision!: number;

  @Field(() => DateTimeScalar, { description: 'Quand.' })
  readonly changedAt!: string;

  @Field(() => ActorModel, { description: 'Qui.' })
  readonly changedBy!: ActorModel;

  @Field(() => String, { nullable: true, description: 'La raison donnée.' })
  readonly reason!: string | null;
}

@ObjectType('SinceValidation', {
  description: 'Ce qui a changé depuis la dernière validation d’une réponse.',
})
export class SinceValidationModel {
  @Field(() => DateTimeScalar, { description: 'Quand elle a été validée.' })
  readonly validatedAt!: string;

  @Field(() => ActorModel, { description: 'Par qui.' })
  readonly validatedBy!: ActorModel;

  @Field(() => Int, { description: 'La révision validée.' })
  readonly revision!: number;

  @Field(() => [AnswerDifferenceModel], { description: 'Question par question ; vide si rien.' })
  readonly changes!: readonly AnswerDifferenceModel[];
}
