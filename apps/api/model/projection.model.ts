import { Field, Float, Int, ObjectType } from '@nestjs/graphql';

import type { ProjectionStatus } from '#application';
import type { Position } from '#kernel';

import { ProjectionStatusEnum } from '../graphql/enums.js';
import { PositionScalar } from '../graphql/scalars.js';

@ObjectType('ProjectionLag', {
  description: 'Le retard d’un modèle de lecture sur le journal.',
})
class ProjectionLagModel {
  @Field(() => PositionScalar, { description: 'En positions du journal.' })
  readonly positions!: bigint;

  @Field(() => Float, {
    description: 'L’âge, en secondes, du plus ancien fait qui n’y est pas encore ; zéro à jour.',
  })
  readonly seconds!: number;
}

@ObjectType('ProjectionFailure', {
  description: 'Pourquoi un modèle de lecture s’est arrêté, et que faire.',
})
export class ProjectionFailureModel {
  @Field(() => PositionScalar, {
    nullable: true,
    description: 'L’événement qui n’a pas pu être appliqué ; nul si aucun n’est en cause.',
  })
  readonly eventPosition!: Position | null;

  @Field(() => String, { nullable: true, description: 'Son type.' })
  readonly eventType!: string | null;

  @Field(() => Int, { nullable: true, description: 'La version de sa forme.' })
  readonly schemaVersion!: number | null;

  @Field(() => String, { description: 'La raison.' })
  readonly reason!: string;

  @Field(() => String, { description: 'Que faire.' })
  readonly remedy!: string;
}

@ObjectType('Projection', {
  description:
    'Un modèle de lecture : ce que l’on relit du journal. Celui qui s’arrête reste lisible tel qu’il est, et les autres avancent.',
})
export class ProjectionModel {
  @Field(() => String, { description: 'Son nom : « figures ».' })
  readonly name!: string;

  @Field(() => ProjectionStatusEnum, { description: 'Ce qu’il fait.' })
  readonly status!: ProjectionStatus;

  @Field(() => PositionScalar, { description: 'Tout ce qui est à cette position ou avant y est.' })
  readonly position!: Position;

  @Field(() => ProjectionLagModel, { description: 'Son retard.' })
  readonly lag!: ProjectionLagModel;

  @Field(() => [PositionScalar], {
    description: 'Les événements qu’il laisse de côté, par des actes enregistrés.',
  })
  readonly skipped!: readonly Position[];

  @Field(() => Boolean, {
    description:
      'Vrai si ce qu’il laisse de côté a changé pour des faits qu’il a déjà appliqués : à reconstruire.',
  })
  readonly needsRebuild!: boolean;
}
