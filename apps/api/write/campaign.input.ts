import { Field, ID, InputType } from '@nestjs/graphql';

import type { SchoolYear } from '#kernel';

import { SchoolTypeEnum, SectorEnum } from '../graphql/enums.js';
import { DateScalar, SchoolYearScalar } from '../graphql/scalars.js';

@InputType('CampaignField', {
  description:
    'Le champ d’une campagne : quels établissements du degré du questionnaire sont attendus. Une part absente ne restreint pas.',
})
export class CampaignFieldInput {
  @Field(() => [ID], { nullable: true, description: 'Codes d’académies.' })
  readonly academies?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Codes de départements.' })
  readonly departments?: readonly string[] | null;

  @Field(() => [SchoolTypeEnum], { nullable: true, description: 'Types d’établissements.' })
  readonly schoolTypes?: readonly string[] | null;

  @Field(() => [SectorEnum], { nullable: true, description: 'Secteurs.' })
  readonly sectors?: readonly string[] | null;
}

@InputType('OpenCampaignInput', {
  description: 'Ouvre une campagne : la liste des établissements attendus est figée.',
})
export class OpenCampaignInput {
  @Field(() => ID, { description: 'Son identifiant, en minuscules et tirets : « etic-1d-2014 ».' })
  readonly campaign!: string;

  @Field(() => ID, { description: 'La famille de questionnaires : « etic-1d ».' })
  readonly survey!: string;

  @Field(() => SchoolYearScalar, {
    description: 'L’année scolaire : la version du questionnaire en découle.',
  })
  readonly schoolYear!: SchoolYear;

  @Field(() => String, { description: 'Son titre.' })
  readonly title!: string;

  @Field(() => DateScalar, { description: 'Premier jour pour répondre.' })
  readonly opensOn!: string;

  @Field(() => DateScalar, { description: 'Dernier jour pour répondre.' })
  readonly closesOn!: string;

  @Field(() => CampaignFieldInput, {
    nullable: true,
    description: 'Le champ : quels établissements sont attendus. Absent, tous ceux du degré.',
  })
  readonly field?: CampaignFieldInput | null;

  @Field(() => [ID], { nullable: true, description: 'Établissements écartés nommément.' })
  readonly excluded?: readonly string[] | null;
}

@InputType('CloseCampaignInput', { description: 'Clôt une campagne.' })
export class CloseCampaignInput {
  @Field(() => ID, { description: 'La campagne.' })
  readonly campaign!: string;

  @Field(() => String, { nullable: true, description: 'Pourquoi.' })
  readonly reason?: string | null;
}

@InputType('ReopenCampaignInput', { description: 'Rouvre une campagne close.' })
export class ReopenCampaignInput {
  @Field(() => ID, { description: 'La campagne.' })
  readonly campaign!: string;

  @Field(() => String, { description: 'Pourquoi.' })
  readonly reason!: string;

  @Field(() => DateScalar, { description: 'Le nouveau dernier jour pour répondre.' })
  readonly closesOn!: string;
}
