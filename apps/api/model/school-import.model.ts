import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

import type { Position } from '#kernel';

import { ProposalStateEnum, SchoolFactEnum } from '../graphql/enums.js';
import { DateScalar, DateTimeScalar, PositionScalar, UaiScalar } from '../graphql/scalars.js';

@ObjectType('SchoolImport', {
  description: 'Ce qu’un fichier, ou une décision, a enregistré des établissements.',
})
export class SchoolImportModel {
  @Field(() => ID, { description: 'Son identifiant : ce que l’on annule.' })
  readonly id!: string;

  @Field(() => PositionScalar, { description: 'La position de son dernier fait.' })
  readonly position!: Position;

  @Field(() => DateTimeScalar, { description: 'Quand ce fait a été enregistré.' })
  readonly recordedAt!: string;

  @Field(() => [String], { description: 'Qui le dit ; vide pour une annulation.' })
  readonly sources!: readonly string[];

  @Field(() => Int, { description: 'Combien d’établissements.' })
  readonly schools!: number;

  @Field(() => Int, { description: 'Combien de faits, confirmations comprises.' })
  readonly facts!: number;

  @Field(() => Int, { description: 'Pour combien d’établissements il a été annulé.' })
  readonly undoneFor!: number;
}

@ObjectType('SchoolChange', { description: 'Un fait qui a changé ce que l’on savait.' })
export class SchoolChangeModel {
  @Field(() => UaiScalar, { description: 'L’établissement.' })
  readonly uai!: string;

  @Field(() => SchoolFactEnum, { description: 'Ce qui a changé.' })
  readonly kind!: string;

  @Field(() => String, { nullable: true, description: 'Avant ; nul si l’on n’en savait rien.' })
  readonly before!: string | null;

  @Field(() => String, { description: 'Après.' })
  readonly after!: string;

  @Field(() => String, {
    description: 'Depuis quel jour, ou de quelle année scolaire ; vide pour une annulation.',
  })
  readonly since!: string;

  @Field(() => String, { description: 'Qui le dit ; vide pour une annulation.' })
  readonly source!: string;

  @Field(() => DateTimeScalar, { description: 'Quand il a été enregistré.' })
  readonly recordedAt!: string;

  @Field(() => Boolean, { description: 'Vrai s’il a été annulé.' })
  readonly isRetracted!: boolean;
}

@ObjectType('AbsorptionProposal', {
  description: 'Une absorption que le nom d’un établissement annonce et que personne n’a décidée.',
})
export class AbsorptionProposalModel {
  @Field(() => UaiScalar, { description: 'L’établissement absorbé.' })
  readonly uai!: string;

  @Field(() => String, { nullable: true, description: 'Son nom ; nul s’il est inconnu.' })
  readonly name!: string | null;

  @Field(() => UaiScalar, { description: 'Celui qui l’absorbe.' })
  readonly into!: string;

  @Field(() => String, { description: 'Le nom qui l’annonce.' })
  readonly announcedBy!: string;

  @Field(() => DateScalar, { description: 'Premier jour sans élèves.' })
  readonly on!: string;

  @Field(() => ProposalStateEnum, { description: 'Où elle en est.' })
  readonly state!: string;
}
