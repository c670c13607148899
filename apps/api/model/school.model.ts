import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';

import { DegreeEnum, SchoolTypeEnum, SectorEnum } from '../graphql/enums.js';
import { DateScalar, UaiScalar } from '../graphql/scalars.js';

@ObjectType('School', {
  description: 'Un établissement scolaire, tel que l’annuaire public le connaît.',
})
export class SchoolModel {
  @Field(() => UaiScalar, { description: 'Son identité nationale.' })
  readonly uai!: string;

  @Field(() => String, { description: 'Son nom.' })
  readonly name!: string;

  @Field(() => SchoolTypeEnum, { description: 'Son type.' })
  readonly schoolType!: string;

  @Field(() => DegreeEnum, { description: 'Son degré d’enseignement.' })
  readonly degree!: string;

  @Field(() => SectorEnum, { description: 'Son secteur.' })
  readonly sector!: string;

  @Field(() => ID, { description: 'Code Insee de sa commune.' })
  readonly communeCode!: string;

  @Field(() => String, { description: 'Nom de sa commune.' })
  readonly commune!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Dernier effectif connu ; nul si la source n’en donne pas.',
  })
  readonly pupils!: number | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Jour d’ouverture ; nul s’il n’est pas connu.',
  })
  readonly openedOn!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Jour de fermeture ; nul s’il n’est pas fermé.',
  })
  readonly closedOn!: string | null;
}

@InputType('SchoolFilter', {
  description: 'Restreint une liste d’établissements. Une part absente ne restreint pas.',
})
export class SchoolFilterInput {
  @Field(() => [ID], { nullable: true, description: 'Codes d’académies.' })
  readonly academies?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Codes de départements.' })
  readonly departments?: readonly string[] | null;

  @Field(() => [SchoolTypeEnum], { nullable: true, description: 'Types d’établissements.' })
  readonly schoolTypes?: readonly string[] | null;

  @Field(() => [SectorEnum], { nullable: true, description: 'Secteurs.' })
  readonly sectors?: readonly string[] | null;

  @Field(() => [DegreeEnum], { nullable: true, description: 'Degrés d’enseignement.' })
  readonly degrees?: readonly string[] | null;
}
