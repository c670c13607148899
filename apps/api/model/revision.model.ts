import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

import type { RevisionCause, RevisionKind, TerritoryKind, TerritoryRef } from '#application';
import type { Position } from '#kernel';

import { RevisionCauseEnum, RevisionKindEnum, TerritoryKindEnum } from '../graphql/enums.js';
import { DateTimeScalar, DecimalScalar, PositionScalar, UaiScalar } from '../graphql/scalars.js';

@ObjectType('Measured', { description: 'Ce que des établissements ajoutent à un indicateur.' })
export class MeasuredModel {
  @Field(() => Int, { description: 'Combien comptent : 0 si rien n’est ajouté.' })
  readonly used!: number;

  @Field(() => DecimalScalar, { nullable: true, description: 'Au numérateur.' })
  readonly numerator!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Au dénominateur ; nul pour un total.',
  })
  readonly denominator!: string | null;
}

@ObjectType('MeasureChange', { description: 'Ce qu’une révision change à un indicateur.' })
export class MeasureChangeModel {
  @Field(() => ID, { description: 'L’indicateur et sa version : « wifi_part_ecoles@1 ».' })
  readonly indicator!: string;

  @Field(() => MeasuredModel, { description: 'Avant.' })
  readonly from!: MeasuredModel;

  @Field(() => MeasuredModel, { description: 'Après.' })
  readonly to!: MeasuredModel;
}

@ObjectType('TerritoryRef', { description: 'Un territoire, désigné et non décrit.' })
class TerritoryRefModel {
  @Field(() => TerritoryKindEnum, { description: 'Le niveau du territoire.' })
  readonly kind!: TerritoryKind;

  @Field(() => ID, { description: 'Son code dans son niveau.' })
  readonly code!: string;
}

@ObjectType('Revision', { description: 'Ce qu’un fait du journal a changé, et pourquoi.' })
export class RevisionModel {
  @Field(() => PositionScalar, { description: 'La position du fait.' })
  readonly position!: Position;

  @Field(() => DateTimeScalar, { description: 'Quand il a été enregistré.' })
  readonly recordedAt!: string;

  @Field(() => RevisionKindEnum, { description: 'Ce qui a changé.' })
  readonly kind!: RevisionKind;

  @Field(() => RevisionCauseEnum, { description: 'La cause.' })
  readonly cause!: RevisionCause;

  @Field(() => ID, { nullable: true, description: 'La campagne, s’il y en a une.' })
  readonly campaign!: string | null;

  @Field(() => UaiScalar, { nullable: true, description: 'L’établissement, s’il y en a un.' })
  readonly uai!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'L’état d’avant, de la réponse ou de la campagne.',
  })
  readonly statusFrom!: string | null;

  @Field(() => String, { nullable: true, description: 'L’état d’après.' })
  readonly statusTo!: string | null;

  @Field(() => Int, { description: 'Nombre d’établissements concernés.' })
  readonly schools!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Le fait de l’annuaire, ou les définitions qui changent.',
  })
  readonly detail!: string | null;

  @Field(() => [MeasureChangeModel], {
    description: 'Ce qui change, indicateur par indicateur ; ce qui ne change pas n’y est pas.',
  })
  readonly changes!: readonly MeasureChangeModel[];

  @Field(() => [TerritoryRefModel], {
    description:
      'Les territoires dont des chiffres ont pu bouger, de l’établissement au pays ; le pays seul pour une campagne ou une définition.',
  })
  readonly territories!: readonly TerritoryRef[];
}
