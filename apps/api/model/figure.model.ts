import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

import type { FigureStatus, MissingReason } from '#application';

import {
  BreakCauseEnum,
  ConfidentialityEnum,
  FigureStatusEnum,
  MissingReasonEnum,
  SchoolTypeEnum,
  SectorEnum,
} from '../graphql/enums.js';
import { DecimalScalar, PositionScalar, SchoolYearScalar } from '../graphql/scalars.js';
import { TextModel } from './bilingual.model.js';
import { TerritoryModel } from './territory.model.js';

@ObjectType('Segment', {
  description: 'La part des établissements qu’un chiffre regarde ; nul veut dire tous.',
})
export class SegmentModel {
  @Field(() => SchoolTypeEnum, { nullable: true, description: 'Un type d’établissement, ou tous.' })
  readonly schoolType!: string | null;

  @Field(() => SectorEnum, { nullable: true, description: 'Un secteur, ou les deux.' })
  readonly sector!: string | null;
}

@ObjectType('Coverage', {
  description: 'Combien d’établissements étaient attendus, et combien ont répondu.',
})
export class CoverageModel {
  @Field(() => Int, { description: 'Attendus, selon la liste figée à l’ouverture de la campagne.' })
  readonly expected!: number;

  @Field(() => Int, { description: 'Reçus : réponses envoyées, validées ou non, non retirées.' })
  readonly received!: number;

  @Field(() => Int, { description: 'Validés par l’observatoire.' })
  readonly validated!: number;

  @Field(() => Int, { description: 'Reçus après la date de clôture.' })
  readonly late!: number;

  @Field(() => Int, { description: 'Écartés de la liste, avec une raison.' })
  readonly excluded!: number;

  @Field(() => DecimalScalar, { description: 'Élèves des établissements attendus.' })
  readonly pupilsExpected!: string;

  @Field(() => DecimalScalar, { description: 'Élèves des établissements qui ont répondu.' })
  readonly pupilsReceived!: string;
}

@ObjectType('TerritoryCoverage', {
  description: 'La couverture d’une campagne dans un territoire.',
})
export class TerritoryCoverageModel extends CoverageModel {
  @Field(() => TerritoryModel, { description: 'Le territoire.' })
  readonly territory!: TerritoryModel;

  @Field(() => SegmentModel, { description: 'La part des établissements.' })
  readonly segment!: SegmentModel;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Reçus ÷ attendus, en %, à deux décimales ; nul si aucun n’est attendu.',
  })
  readonly responseRate!: string | null;
}

@ObjectType('SeriesBreak', {
  description: 'Une rupture : le premier chiffre d’une série qui ne se compare pas aux précédents.',
})
export class SeriesBreakModel {
  @Field(() => SchoolYearScalar, {
    description: 'La dernière année d’avant où le territoire a été enquêté.',
  })
  readonly comparedWith!: string;

  @Field(() => BreakCauseEnum, { description: 'Ce qui a changé.' })
  readonly cause!: string;

  @Field(() => TextModel, { description: 'Pourquoi.' })
  readonly reason!: TextModel;

  @Field(() => [ID], {
    description: 'Les questions qui ont changé ; aucune si c’est la définition.',
  })
  readonly questions!: readonly string[];
}

@ObjectType('Figure', {
  description: 'Un chiffre, jamais nu : avec ce dont il est fait, ce qu’il vaut et d’où il vient.',
})
export class FigureModel {
  @Field(() => ID, { description: 'L’identifiant de l’indicateur.' })
  readonly indicatorId!: string;

  @Field(() => Int, { description: 'La version de la définition qui l’a produit.' })
  readonly definitionVersion!: number;

  @Field(() => TerritoryModel, { description: 'Le territoire.' })
  readonly territory!: TerritoryModel;

  @Field(() => SchoolYearScalar, { description: 'L’année scolaire.' })
  readonly schoolYear!: string;

  @Field(() => SegmentModel, { description: 'La part des établissements.' })
  readonly segment!: SegmentModel;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'La valeur, arrondie comme l’indicateur le dit ; nulle si le chiffre manque.',
  })
  readonly value!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Le numérateur exact : une somme sur les réponses retenues.',
  })
  readonly numerator!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Le dénominateur exact ; nul pour un total.',
  })
  readonly denominator!: string | null;

  @Field(() => Int, { description: 'Nombre de réponses retenues.' })
  readonly used!: number;

  @Field(() => CoverageModel, { description: 'La couverture dont il est tiré.' })
  readonly coverage!: CoverageModel;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Taux de réponse en %, à deux décimales ; nul si aucun établissement n’est attendu.',
  })
  readonly responseRate!: string | null;

  @Field(() => FigureStatusEnum, { description: 'Ce que vaut le chiffre.' })
  readonly status!: FigureStatus;

  @Field(() => MissingReasonEnum, {
    nullable: true,
    description: 'Pourquoi il manque, s’il manque.',
  })
  readonly missingReason!: MissingReason | null;

  @Field(() => SeriesBreakModel, {
    nullable: true,
    description:
      'La rupture que ce chiffre marque, même s’il est provisoire ou s’il manque ; nulle si la série continue.',
  })
  readonly break!: SeriesBreakModel | null;

  @Field(() => ConfidentialityEnum, { description: 'À qui il peut être montré.' })
  readonly confidentiality!: string;

  @Field(() => Boolean, {
    description: 'Vrai si des réponses synthétiques en font partie : à ne jamais citer.',
  })
  readonly synthetic!: boolean;

  @Field(() => PositionScalar, { description: 'La position du journal qu’il reflète.' })
  readonly position!: bigint;
}
