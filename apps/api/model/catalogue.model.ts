import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

import {
  AggregationEnum,
  ComparabilityEnum,
  DegreeEnum,
  DirectionEnum,
  IndicatorSourceEnum,
  QuestionChangeEnum,
  QuestionTypeEnum,
  SeverityEnum,
  TerritoryKindEnum,
} from '../graphql/enums.js';
import { DecimalScalar, SchoolYearScalar } from '../graphql/scalars.js';
import { TextModel } from './bilingual.model.js';

@ObjectType('Target', { description: 'Une cible fixée par un territoire pour une année.' })
export class TargetModel {
  @Field(() => TerritoryKindEnum, { description: 'Le niveau du territoire.' })
  readonly territoryKind!: string;

  @Field(() => ID, { description: 'Le code du territoire.' })
  readonly territoryCode!: string;

  @Field(() => SchoolYearScalar, { description: 'L’année scolaire visée.' })
  readonly schoolYear!: string;

  @Field(() => DecimalScalar, { description: 'La valeur visée.' })
  readonly value!: string;

  @Field(() => String, { description: 'Le document qui la fixe.' })
  readonly source!: string;
}

@ObjectType('Indicator', {
  description: 'La définition d’un indicateur : une donnée du catalogue, jamais du code.',
})
export class IndicatorModel {
  @Field(() => ID, { description: 'Son identifiant : « eleves_par_ordinateur_1d ».' })
  readonly id!: string;

  @Field(() => Int, { description: 'La version de sa définition.' })
  readonly version!: number;

  @Field(() => SchoolYearScalar, {
    nullable: true,
    description:
      'L’année scolaire à partir de laquelle cette version est officielle ; nulle si elle l’a toujours été.',
  })
  readonly effectiveFrom!: string | null;

  @Field(() => TextModel, {
    nullable: true,
    description: 'Pourquoi elle a remplacé la précédente ; nul pour la première.',
  })
  readonly reason!: TextModel | null;

  @Field(() => ComparabilityEnum, {
    nullable: true,
    description:
      'Ce que valent ses chiffres à côté de ceux de la précédente ; nul pour la première.',
  })
  readonly comparability!: string | null;

  @Field(() => TextModel, { description: 'Son nom.' })
  readonly label!: TextModel;

  @Field(() => TextModel, { description: 'Ce qu’il mesure.' })
  readonly description!: TextModel;

  @Field(() => ID, { description: 'La famille de questionnaires dont il est tiré.' })
  readonly survey!: string;

  @Field(() => IndicatorSourceEnum, { description: 'Des réponses, ou de la liste des attendus.' })
  readonly source!: string;

  @Field(() => AggregationEnum, { description: 'Comment un chiffre découle des sommes.' })
  readonly aggregation!: string;

  @Field(() => String, { description: 'L’expression du numérateur, sur les questions.' })
  readonly numerator!: string;

  @Field(() => String, {
    nullable: true,
    description: 'L’expression du dénominateur ; nulle pour un total.',
  })
  readonly denominator!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'L’expression qui dit quels établissements comptent ; nulle si tous.',
  })
  readonly scope!: string | null;

  @Field(() => TextModel, { description: 'L’unité.' })
  readonly unit!: TextModel;

  @Field(() => DirectionEnum, { description: 'Le sens dans lequel il s’améliore.' })
  readonly direction!: string;

  @Field(() => Int, {
    description: 'Nombre de décimales auquel un chiffre est arrondi, à l’affichage seulement.',
  })
  readonly decimals!: number;

  @Field(() => [TargetModel], { description: 'Les cibles connues.' })
  readonly targets!: readonly TargetModel[];

  @Field(() => String, { description: 'D’où vient la définition.' })
  readonly provenance!: string;
}

@ObjectType('Option', { description: 'Un choix possible.' })
export class OptionModel {
  @Field(() => ID, { description: 'Son code, celui qui est enregistré.' })
  readonly code!: string;

  @Field(() => TextModel, { description: 'Ce que lit l’établissement.' })
  readonly label!: TextModel;
}

@ObjectType('Comparability', {
  description: 'Ce que vaut la comparaison d’une question avec une version antérieure.',
})
export class ComparabilityModel {
  @Field(() => ID, { description: 'La version comparée.' })
  readonly with!: string;

  @Field(() => ComparabilityEnum, { description: 'Identique, comparable ou en rupture.' })
  readonly status!: string;

  @Field(() => TextModel, { nullable: true, description: 'Pourquoi.' })
  readonly reason!: TextModel | null;
}

@ObjectType('Question', { description: 'Une question d’une version de questionnaire.' })
export class QuestionModel {
  @Field(() => ID, { description: 'Son code, stable d’une version à l’autre.' })
  readonly code!: string;

  @Field(() => TextModel, { description: 'Son libellé.' })
  readonly label!: TextModel;

  @Field(() => TextModel, { nullable: true, description: 'Une aide à la réponse.' })
  readonly help!: TextModel | null;

  @Field(() => QuestionTypeEnum, { description: 'Son type.' })
  readonly type!: string;

  @Field(() => TextModel, { nullable: true, description: 'Son unité.' })
  readonly unit!: TextModel | null;

  @Field(() => Boolean, { description: 'Vrai si une réponse est obligatoire.' })
  readonly required!: boolean;

  @Field(() => Boolean, { description: 'Vrai si « non concerné » est permis.' })
  readonly mayNotConcern!: boolean;

  @Field(() => DecimalScalar, { nullable: true, description: 'Plus petite valeur permise.' })
  readonly min!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Plus grande valeur permise.' })
  readonly max!: string | null;

  @Field(() => Int, { nullable: true, description: 'Nombre de décimales d’une question décimale.' })
  readonly decimals!: number | null;

  @Field(() => Int, { nullable: true, description: 'Nombre de caractères permis dans un texte.' })
  readonly maxLength!: number | null;

  @Field(() => [OptionModel], { description: 'Les choix possibles.' })
  readonly options!: readonly OptionModel[];

  @Field(() => String, {
    nullable: true,
    description: 'L’expression qui dit quand la question est posée ; nulle si toujours.',
  })
  readonly askedWhen!: string | null;

  @Field(() => [ComparabilityModel], {
    description: 'Comment elle se compare aux versions antérieures.',
  })
  readonly comparability!: readonly ComparabilityModel[];

  @Field(() => String, { description: 'D’où vient la question.' })
  readonly provenance!: string;
}

@ObjectType('Section', { description: 'Une partie d’un questionnaire.' })
export class SectionModel {
  @Field(() => ID, { description: 'Son code.' })
  readonly code!: string;

  @Field(() => TextModel, { description: 'Son titre.' })
  readonly label!: TextModel;

  @Field(() => [QuestionModel], { description: 'Ses questions, dans l’ordre.' })
  readonly questions!: readonly QuestionModel[];
}

@ObjectType('Rule', { description: 'Une règle entre questions.' })
export class RuleModel {
  @Field(() => ID, { description: 'Son code : ce qu’une justification cite.' })
  readonly code!: string;

  @Field(() => SeverityEnum, { description: 'Bloque, ou demande une justification.' })
  readonly severity!: string;

  @Field(() => String, { description: 'L’expression qui, vraie, dit que la règle est enfreinte.' })
  readonly violatedWhen!: string;

  @Field(() => [ID], { description: 'Les questions qu’elle regarde.' })
  readonly questions!: readonly string[];

  @Field(() => TextModel, { description: 'Ce qui ne va pas.' })
  readonly message!: TextModel;

  @Field(() => TextModel, { description: 'Ce qu’il faut faire.' })
  readonly remedy!: TextModel;
}

@ObjectType('QuestionChange', {
  description: 'Ce qu’une question est devenue d’une version de questionnaire à la suivante.',
})
export class QuestionChangeModel {
  @Field(() => ID, { description: 'Le code de la question.' })
  readonly question!: string;

  @Field(() => QuestionChangeEnum, { description: 'Ce qui lui est arrivé.' })
  readonly change!: string;

  @Field(() => TextModel, { nullable: true, description: 'Pourquoi.' })
  readonly reason!: TextModel | null;
}

@ObjectType('Questionnaire', { description: 'Une version d’un questionnaire.' })
export class QuestionnaireModel {
  @Field(() => ID, { description: 'La famille : « etic-1d ».' })
  readonly survey!: string;

  @Field(() => ID, { description: 'La version : « 2014 ».' })
  readonly version!: string;

  @Field(() => TextModel, { description: 'Son titre.' })
  readonly label!: TextModel;

  @Field(() => DegreeEnum, { description: 'Le degré d’enseignement.' })
  readonly degree!: string;

  @Field(() => Boolean, {
    description:
      'Vrai s’il est reconstitué d’après des documents publics, faute du dictionnaire officiel.',
  })
  readonly reconstructed!: boolean;

  @Field(() => String, { description: 'D’où il vient.' })
  readonly provenance!: string;

  @Field(() => Int, { description: 'Première année de campagne qui l’emploie.' })
  readonly firstCampaign!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Dernière année de campagne qui l’emploie ; nulle s’il est en vigueur.',
  })
  readonly lastCampaign!: number | null;

  @Field(() => ID, {
    nullable: true,
    description: 'La version d’avant, à laquelle il se compare ; nulle pour la première.',
  })
  readonly previousVersion!: string | null;

  @Field(() => [QuestionChangeModel], {
    description:
      'Ce qui a changé depuis la version d’avant ; les questions identiques n’y sont pas.',
  })
  readonly changes!: readonly QuestionChangeModel[];

  @Field(() => [SectionModel], { description: 'Ses parties.' })
  readonly sections!: readonly SectionModel[];

  @Field(() => [RuleModel], { description: 'Ses règles entre questions.' })
  readonly rules!: readonly RuleModel[];
}

@ObjectType('ReferenceFigure', {
  description: 'Un chiffre publié par quelqu’un, tel qu’imprimé. Jamais calculé ici.',
})
export class ReferenceFigureModel {
  @Field(() => ID, { description: 'L’indicateur.' })
  readonly indicatorId!: string;

  @Field(() => String, { description: 'Le libellé tel que publié.' })
  readonly label!: string;

  @Field(() => String, { description: 'Le niveau du territoire, tel que publié.' })
  readonly territoryKind!: string;

  @Field(() => ID, { description: 'Le code du territoire.' })
  readonly territoryCode!: string;

  @Field(() => SchoolYearScalar, { nullable: true, description: 'L’année scolaire.' })
  readonly schoolYear!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'La valeur telle qu’imprimée ; nulle pour une cible seule.',
  })
  readonly value!: string | null;

  @Field(() => String, { description: 'L’unité.' })
  readonly unit!: string;

  @Field(() => String, { nullable: true, description: 'L’enquête dont elle est tirée.' })
  readonly survey!: string | null;

  @Field(() => String, { nullable: true, description: 'Le type d’établissement.' })
  readonly schoolType!: string | null;

  @Field(() => String, { nullable: true, description: 'Le degré d’enseignement.' })
  readonly degree!: string | null;

  @Field(() => String, { nullable: true, description: 'La catégorie, telle que publiée.' })
  readonly category!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Le signe qui précède une valeur donnée comme borne.',
  })
  readonly comparator!: string | null;

  @Field(() => String, { nullable: true, description: 'La cible publiée à côté.' })
  readonly target!: string | null;

  @Field(() => Int, { nullable: true, description: 'L’année de la cible.' })
  readonly targetYear!: number | null;

  @Field(() => String, { nullable: true, description: 'Une note.' })
  readonly note!: string | null;

  @Field(() => String, { description: 'Le document qui la publie.' })
  readonly source!: string;
}
