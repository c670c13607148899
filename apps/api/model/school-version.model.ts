import { Field, ID, ObjectType } from '@nestjs/graphql';

import { DegreeEnum, SchoolTypeEnum, SectorEnum } from '../graphql/enums.js';
import { DateScalar, UaiScalar } from '../graphql/scalars.js';

@ObjectType('SchoolVersion', {
  description: 'Un établissement entre deux jours, tel qu’on le sait maintenant.',
})
export class SchoolVersionModel {
  @Field(() => DateScalar, { nullable: true, description: 'Premier jour ; nul : depuis toujours.' })
  readonly validFrom!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Premier jour de la version suivante ; nul : encore aujourd’hui.',
  })
  readonly validTo!: string | null;

  @Field(() => Boolean, { description: 'S’il était ouvert.' })
  readonly isOpen!: boolean;

  @Field(() => UaiScalar, {
    nullable: true,
    description: 'L’établissement qui l’a absorbé, s’il l’a été.',
  })
  readonly absorbedBy!: string | null;

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

  @Field(() => ID, { description: 'Code de son département.' })
  readonly department!: string;

  @Field(() => ID, { description: 'Code de l’académie de ce département à cette date.' })
  readonly academy!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Code de sa circonscription, si elle est connue.',
  })
  readonly circonscription!: string | null;

  @Field(() => ID, { nullable: true, description: 'Code de son bassin, s’il est connu.' })
  readonly bassin!: string | null;
}
