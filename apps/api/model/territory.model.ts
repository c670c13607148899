import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';

import type { TerritoryKind } from '#application';

import { TerritoryKindEnum } from '../graphql/enums.js';
import { DateScalar } from '../graphql/scalars.js';

@ObjectType('Territory', {
  description: 'Un territoire : établissement, département, académie, région académique ou pays.',
})
export class TerritoryModel {
  @Field(() => TerritoryKindEnum, { description: 'Le niveau du territoire.' })
  readonly kind!: TerritoryKind;

  @Field(() => ID, { description: 'Le code du territoire dans son niveau.' })
  readonly code!: string;

  @Field(() => String, { description: 'Le nom du territoire.' })
  readonly name!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Premier jour du territoire ; nul s’il est sans commencement connu.',
  })
  readonly validFrom!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Dernier jour du territoire ; nul s’il existe toujours.',
  })
  readonly validUntil!: string | null;

  @Field(() => String, { nullable: true, description: 'Le texte qui l’a créé ou supprimé.' })
  readonly legalBasis!: string | null;
}

@InputType('TerritoryInput', { description: 'Désigne un territoire.' })
export class TerritoryInput {
  @Field(() => TerritoryKindEnum, { description: 'Le niveau du territoire.' })
  readonly kind!: TerritoryKind;

  @Field(() => ID, { description: 'Son code : UAI, « 013 », « 02 », « 93 » ou « FR ».' })
  readonly code!: string;
}
