import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';

import type { ResponseStatus } from '#application';

import {
  CampaignStatusEnum,
  ResponseStatusEnum,
  SchoolTypeEnum,
  SectorEnum,
} from '../graphql/enums.js';
import { DateScalar, DateTimeScalar, SchoolYearScalar, UaiScalar } from '../graphql/scalars.js';

@ObjectType('Campaign', {
  description:
    'Une campagne d’enquête : un questionnaire, une année, une liste figée d’établissements attendus.',
})
export class CampaignModel {
  @Field(() => ID, { description: 'Son identifiant : « etic-1d-2014 ».' })
  readonly id!: string;

  @Field(() => ID, { description: 'La famille de questionnaires : « etic-1d ».' })
  readonly survey!: string;

  @Field(() => ID, { description: 'La version du questionnaire : « 2014 ».' })
  readonly version!: string;

  @Field(() => SchoolYearScalar, { description: 'L’année scolaire sur laquelle elle porte.' })
  readonly schoolYear!: string;

  @Field(() => String, { description: 'Son titre.' })
  readonly title!: string;

  @Field(() => DateScalar, { description: 'Premier jour pour répondre.' })
  readonly opensOn!: string;

  @Field(() => DateScalar, {
    description: 'Dernier jour pour répondre ; au-delà, une réponse est en retard.',
  })
  readonly closesOn!: string;

  @Field(() => CampaignStatusEnum, { description: 'Ouverte ou close.' })
  readonly status!: string;

  @Field(() => Int, { description: 'Nombre d’établissements attendus.' })
  readonly expected!: number;

  @Field(() => Int, { description: 'Nombre d’établissements écartés, chacun avec sa raison.' })
  readonly excluded!: number;

  @Field(() => Boolean, {
    description: 'Vrai si ses réponses sont synthétiques : inventées pour une démonstration.',
  })
  readonly synthetic!: boolean;
}

@ObjectType('Respondent', {
  description: 'Un établissement attendu dans une campagne, tel qu’elle l’a figé, et où il en est.',
})
export class RespondentModel {
  @Field(() => UaiScalar, { description: 'L’établissement.' })
  readonly uai!: string;

  @Field(() => String, { description: 'Son nom à l’ouverture de la campagne.' })
  readonly name!: string;

  @Field(() => SchoolTypeEnum, { description: 'Son type à l’ouverture de la campagne.' })
  readonly schoolType!: string;

  @Field(() => SectorEnum, { description: 'Son secteur à l’ouverture de la campagne.' })
  readonly sector!: string;

  @Field(() => ID, { description: 'Code de son département à l’ouverture de la campagne.' })
  readonly department!: string;

  @Field(() => ID, { description: 'Code de son académie à l’ouverture de la campagne.' })
  readonly academy!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Effectif préchargé ; nul si l’annuaire n’en donne pas.',
  })
  readonly pupils!: number | null;

  @Field(() => ResponseStatusEnum, { description: 'Où en est sa réponse.' })
  readonly status!: ResponseStatus;

  @Field(() => Boolean, { description: 'Vrai si sa réponse est arrivée après la clôture.' })
  readonly late!: boolean;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Quand sa réponse est arrivée ; nul avant le premier envoi.',
  })
  readonly submittedAt!: string | null;
}

@ObjectType('Exclusion', { description: 'Un établissement qui n’est pas attendu, et pourquoi.' })
export class ExclusionModel {
  @Field(() => UaiScalar, { description: 'L’établissement.' })
  readonly uai!: string;

  @Field(() => String, {
    description:
      'La raison : closed (fermé), not-yet-open (pas encore ouvert), outside-field (hors champ) ou named (nommément).',
  })
  readonly reason!: string;
}

@InputType('RespondentFilter', {
  description: 'Restreint une liste de répondants, dans les limites de votre compte.',
})
export class RespondentFilterInput {
  @Field(() => ID, { nullable: true, description: 'Code d’une académie.' })
  readonly academy?: string | null;

  @Field(() => ID, { nullable: true, description: 'Code d’un département.' })
  readonly department?: string | null;

  @Field(() => UaiScalar, { nullable: true, description: 'Un établissement.' })
  readonly uai?: string | null;

  @Field(() => ResponseStatusEnum, {
    nullable: true,
    description: 'Où en est la réponse : EXPECTED donne ceux qui n’ont pas répondu.',
  })
  readonly status?: ResponseStatus | null;
}
