import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

import type { ReasonLeftOut, ResponseStatus } from '#application';
import type { Aggregation } from '#domain/indicator';
import type { AnswerState, Position } from '#kernel';

import {
  AggregationEnum,
  AnswerStateEnum,
  IndicatorSourceEnum,
  ReasonLeftOutEnum,
  ResponseStatusEnum,
} from '../graphql/enums.js';
import { DateTimeScalar, DecimalScalar, PositionScalar, UaiScalar } from '../graphql/scalars.js';
import { AnswerChangeModel, AnswerModel } from './response.model.js';

@ObjectType('DefinitionCard', { description: 'La définition dont un chiffre découle.' })
export class DefinitionCardModel {
  @Field(() => ID, { description: 'L’indicateur.' })
  readonly indicator!: string;

  @Field(() => Int, { description: 'Sa version.' })
  readonly version!: number;

  @Field(() => ID, { description: 'La famille de questionnaires qu’il lit.' })
  readonly survey!: string;

  @Field(() => IndicatorSourceEnum, { description: 'Ce qu’il compte.' })
  readonly source!: string;

  @Field(() => AggregationEnum, { description: 'Comment le chiffre découle des sommes.' })
  readonly aggregation!: Aggregation;

  @Field(() => String, { description: 'La formule du numérateur, pour un établissement.' })
  readonly numerator!: string;

  @Field(() => String, {
    nullable: true,
    description: 'La formule du dénominateur ; nulle pour un total.',
  })
  readonly denominator!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'La condition qu’un établissement remplit pour compter ; nulle s’ils comptent tous.',
  })
  readonly scope!: string | null;

  @Field(() => [ID], { description: 'Les questions que la formule lit.' })
  readonly questions!: readonly string[];

  @Field(() => String, { description: 'Empreinte SHA-256 de tout ce qui décide du chiffre.' })
  readonly fingerprint!: string;
}

@ObjectType('LeftOutCount', {
  description: 'Combien d’établissements ne comptent pas dans un chiffre, pour une même raison.',
})
export class LeftOutCountModel {
  @Field(() => ReasonLeftOutEnum, { description: 'La raison.' })
  readonly reason!: ReasonLeftOut;

  @Field(() => String, {
    nullable: true,
    description:
      'Pour un établissement non attendu : closed, not-yet-open, outside-field ou named ; sinon nul.',
  })
  readonly detail!: string | null;

  @Field(() => Int, { description: 'Nombre d’établissements.' })
  readonly schools!: number;
}

@ObjectType('ContributionCorrection', {
  description: 'Une correction qui a précédé la version retenue.',
})
export class ContributionCorrectionModel {
  @Field(() => DateTimeScalar, { description: 'Quand elle a été enregistrée.' })
  readonly recordedAt!: string;

  @Field(() => PositionScalar, { description: 'Sa position dans le journal.' })
  readonly position!: Position;

  @Field(() => Int, { description: 'Son rang dans l’histoire de la réponse.' })
  readonly revision!: number;

  @Field(() => String, { description: 'Le rôle de son auteur.' })
  readonly actorRole!: string;

  @Field(() => String, { nullable: true, description: 'La raison donnée.' })
  readonly reason!: string | null;

  @Field(() => [AnswerChangeModel], { description: 'Ce qui a changé, parmi les questions lues.' })
  readonly changes!: readonly AnswerChangeModel[];
}

@ObjectType('Contribution', { description: 'Ce qu’un établissement ajoute à un chiffre.' })
export class ContributionModel {
  @Field(() => ID, { description: 'La campagne.' })
  readonly campaign!: string;

  @Field(() => UaiScalar, { description: 'L’établissement.' })
  readonly uai!: string;

  @Field(() => String, { description: 'Son nom, figé par la campagne.' })
  readonly name!: string;

  @Field(() => ResponseStatusEnum, { description: 'Où en est sa réponse.' })
  readonly status!: ResponseStatus;

  @Field(() => DecimalScalar, { description: 'Ce qu’il ajoute au numérateur.' })
  readonly numerator!: string;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Ce qu’il ajoute au dénominateur ; nul pour un total.',
  })
  readonly denominator!: string | null;

  @Field(() => Int, { description: 'La version de la réponse ; 0 si rien n’a été reçu.' })
  readonly revision!: number;

  @Field(() => String, { nullable: true, description: 'Empreinte SHA-256 de ce qui est déclaré.' })
  readonly contentHash!: string | null;

  @Field(() => Boolean, { description: 'Vrai si la réponse est arrivée après la clôture.' })
  readonly late!: boolean;

  @Field(() => Boolean, { description: 'Vrai si la réponse est synthétique.' })
  readonly synthetic!: boolean;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Quand elle a été envoyée.' })
  readonly submittedAt!: string | null;

  @Field(() => PositionScalar, {
    nullable: true,
    description: 'La position du reçu de cette version ; nulle si rien n’a été reçu.',
  })
  readonly receiptPosition!: Position | null;

  @Field(() => [AnswerModel], { description: 'Les réponses aux questions que la formule lit.' })
  readonly answers!: readonly AnswerModel[];

  @Field(() => [ContributionCorrectionModel], {
    description: 'Les corrections, de la plus ancienne à la plus récente.',
  })
  readonly corrections!: readonly ContributionCorrectionModel[];
}

@ObjectType('MissingAnswer', { description: 'Une question dont la formule avait besoin.' })
export class MissingAnswerModel {
  @Field(() => ID, { description: 'Le code de la question.' })
  readonly question!: string;

  @Field(() => AnswerStateEnum, { description: 'L’état de sa réponse.' })
  readonly state!: AnswerState;
}

@ObjectType('LeftOut', { description: 'Un établissement qui ne compte pas dans un chiffre.' })
export class LeftOutModel {
  @Field(() => ID, { description: 'La campagne.' })
  readonly campaign!: string;

  @Field(() => UaiScalar, { description: 'L’établissement.' })
  readonly uai!: string;

  @Field(() => String, { nullable: true, description: 'Son nom ; nul si aucun annuaire ne l’a.' })
  readonly name!: string | null;

  @Field(() => ReasonLeftOutEnum, { description: 'Pourquoi il ne compte pas.' })
  readonly reason!: ReasonLeftOut;

  @Field(() => String, {
    nullable: true,
    description: 'Pourquoi la campagne ne l’attend pas ; nul si elle l’attend.',
  })
  readonly detail!: string | null;

  @Field(() => [MissingAnswerModel], {
    description: 'Ce qui manquait à la formule ; vide si la raison n’est pas dans les réponses.',
  })
  readonly missing!: readonly MissingAnswerModel[];
}

@ObjectType('Provenance', {
  description:
    'D’où vient un chiffre : sa définition, ce qui compte, ce qui ne compte pas et pourquoi. Lu à la position et selon la carte du chiffre lui-même.',
})
export class ProvenanceModel {
  @Field(() => DefinitionCardModel, { description: 'La définition.' })
  readonly definition!: DefinitionCardModel;

  @Field(() => PositionScalar, { description: 'La position du journal, celle du chiffre.' })
  readonly position!: Position;

  @Field(() => Int, { description: 'Nombre d’établissements qui comptent.' })
  readonly used!: number;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'La somme de leurs numérateurs ; nulle si aucun ne compte.',
  })
  readonly numerator!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'La somme de leurs dénominateurs ; nulle pour un total.',
  })
  readonly denominator!: string | null;

  @Field(() => Boolean, { description: 'Vrai si la somme des contributions est le chiffre.' })
  readonly reconciles!: boolean;

  @Field(() => String, {
    description:
      'Empreinte SHA-256 des contributions, une ligne chacune, par campagne et UAI : campaign|uai|revision|contentHash|numerator|denominator.',
  })
  readonly contributionsHash!: string;

  @Field(() => Int, { description: 'Combien comptent sans être validés.' })
  readonly notValidated!: number;

  @Field(() => [LeftOutCountModel], {
    description: 'Combien ne comptent pas, par raison. Avec « used », c’est toute la liste.',
  })
  readonly leftOutCounts!: readonly LeftOutCountModel[];

  @Field(() => Boolean, {
    description:
      'Faux quand les réponses reçues qui ne comptent pas sont trop nombreuses pour être distinguées d’emblée : leurs pages le font.',
  })
  readonly exact!: boolean;
}
