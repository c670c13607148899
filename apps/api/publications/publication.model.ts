import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

import type { Position } from '#kernel';

import { PublicationStateEnum } from '../graphql/enums.js';
import { DateTimeScalar, PositionScalar } from '../graphql/scalars.js';
import { TextModel } from '../model/bilingual.model.js';

@ObjectType('Withdrawal', { description: 'Le retrait d’une publication.' })
export class WithdrawalModel {
  @Field(() => DateTimeScalar, { description: 'Quand elle a été retirée.' })
  readonly at!: string;

  @Field(() => String, { description: 'Pourquoi.' })
  readonly reason!: string;
}

@ObjectType('Publication', {
  description: 'Un état des chiffres, figé et signé. Ce qui a été publié ne change plus.',
})
export class PublicationModel {
  @Field(() => ID, { description: 'Son identifiant, pour toujours : « etic-1d-2014-v1 ».' })
  readonly id!: string;

  @Field(() => ID, { description: 'Sa série : « etic-1d-2014 ».' })
  readonly series!: string;

  @Field(() => Int, { description: 'Son rang dans la série, à partir de 1.' })
  readonly version!: number;

  @Field(() => TextModel, { description: 'Son titre.' })
  readonly title!: TextModel;

  @Field(() => PublicationStateEnum, { description: 'Provisoire ou définitive.' })
  readonly state!: string;

  @Field(() => PositionScalar, { description: 'La position du journal qu’elle montre.' })
  readonly position!: Position;

  @Field(() => String, { description: 'SHA-256 de son manifeste.' })
  readonly manifestSha256!: string;

  @Field(() => String, { description: 'L’adresse où elle reste : « /publications/… ».' })
  readonly permalink!: string;

  @Field(() => String, { description: 'Signature Ed25519 du manifeste, base64.' })
  readonly signature!: string;

  @Field(() => String, { description: 'L’identifiant de la clé qui l’a signée.' })
  readonly keyId!: string;

  @Field(() => ID, { nullable: true, description: 'Celle d’avant dans sa série.' })
  readonly previous!: string | null;

  @Field(() => ID, { nullable: true, description: 'Celle dont elle prend la place.' })
  readonly replaces!: string | null;

  @Field(() => ID, { nullable: true, description: 'Celle à lire à sa place.' })
  readonly replacedBy!: string | null;

  @Field(() => Boolean, { description: 'Vrai si des données synthétiques y entrent.' })
  readonly synthetic!: boolean;

  @Field(() => DateTimeScalar, { description: 'Quand elle a été figée.' })
  readonly frozenAt!: string;

  @Field(() => WithdrawalModel, { nullable: true, description: 'Son retrait, s’il a eu lieu.' })
  readonly withdrawal!: WithdrawalModel | null;
}
