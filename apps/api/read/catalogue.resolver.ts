import { Inject } from '@nestjs/common';
import { Args, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';

import { type Catalogue, definitionOf, type ReferenceFigure, versionsOf } from '#catalogue';
import { questionnaireKey } from '#domain/survey';
import { Allow } from '#platform';

import { given, PageArgs } from '../graphql/arguments.js';
import { connectionTypes } from '../graphql/connection.model.js';
import { Nodes, Paged } from '../graphql/cost.js';
import { listOf } from '../graphql/list.js';
import { Reads } from '../graphql/reads.js';
import {
  IndicatorModel,
  QuestionnaireModel,
  ReferenceFigureModel,
} from '../model/catalogue.model.js';
import { CATALOGUE } from '../ports.js';
import { IndicatorsArgs, ReferencesArgs } from './arguments.js';
import {
  type IndicatorRow,
  indicatorRow,
  type QuestionnaireRow,
  questionnaireRow,
  referenceRow,
} from './catalogue.rows.js';
import { memoryPage } from './memory-page.js';
import { ObservatoryModel } from './observatory.resolver.js';

export const IndicatorConnection = connectionTypes(IndicatorModel, 'Indicator', 'un indicateur');
export const QuestionnaireConnection = connectionTypes(
  QuestionnaireModel,
  'Questionnaire',
  'une version de questionnaire',
);
export const ReferenceConnection = connectionTypes(
  ReferenceFigureModel,
  'ReferenceFigure',
  'un chiffre publié',
);

@Resolver(() => ObservatoryModel)
export class CatalogueResolver {
  constructor(@Inject(CATALOGUE) private readonly catalogue: Catalogue) {}

  @Allow('public')
  @Reads()
  @ResolveField(() => IndicatorModel, {
    nullable: true,
    description: 'Un indicateur ; nul s’il n’existe pas.',
  })
  indicator(
    @Args('id', {
      type: () => ID,
      description: 'Son identifiant ; avec « @1 », sa version 1, sinon la dernière.',
    })
    id: string,
  ): IndicatorRow | null {
    const indicator = definitionOf(this.catalogue, id);
    return indicator === undefined ? null : indicatorRow(indicator);
  }

  @Allow('public')
  @Paged()
  @Reads()
  @ResolveField(() => IndicatorConnection.type, {
    description: 'Les indicateurs, par identifiant.',
  })
  indicators(@Args() args: IndicatorsArgs) {
    const { survey } = args;
    const all = [...this.catalogue.indicators.values()];
    const rows = survey ? all.filter((indicator) => indicator.survey === survey) : all;
    const list = listOf('indicators');
    const page = memoryPage(rows, ({ id }) => id, list.request(args));
    return list.connection(page, indicatorRow, () => Promise.resolve(rows.length));
  }

  @Allow('public')
  @Reads()
  @ResolveField(() => QuestionnaireModel, {
    nullable: true,
    description: 'Une version de questionnaire ; nulle si elle n’existe pas.',
  })
  questionnaire(
    @Args('survey', { type: () => ID, description: 'La famille : « etic-1d ».' }) survey: string,
    @Args('version', { type: () => ID, description: 'La version : « 2014 ».' }) version: string,
  ): QuestionnaireRow | null {
    const questionnaire = this.catalogue.questionnaires.get(questionnaireKey(survey, version));
    return questionnaire === undefined ? null : questionnaireRow(questionnaire, this.catalogue);
  }

  @Allow('public')
  @Paged()
  @Reads()
  @ResolveField(() => QuestionnaireConnection.type, {
    description: 'Les versions de questionnaires.',
  })
  questionnaires(@Args() args: PageArgs) {
    const rows = [...this.catalogue.questionnaires.values()];
    const list = listOf('questionnaires');
    const page = memoryPage(
      rows,
      ({ survey, version }) => questionnaireKey(survey, version),
      list.request(args),
    );
    return list.connection(
      page,
      (row) => questionnaireRow(row, this.catalogue),
      () => Promise.resolve(rows.length),
    );
  }

  @Allow('public')
  @Paged()
  @Reads('school-directory')
  @ResolveField(() => ReferenceConnection.type, {
    description: 'Les chiffres publiés par d’autres, tels qu’imprimés, à lire à côté des nôtres.',
  })
  references(@Args() args: ReferencesArgs) {
    const { indicator, schoolYear, territory } = args;
    const wanted = given({ indicator, schoolYear, code: territory?.code, kind: territory?.kind });
    const rows = this.catalogue.references
      .map((reference, index) => ({ reference, key: String(index).padStart(6, '0') }))
      .filter(({ reference }) => isWanted(reference, wanted));
    const list = listOf('references');
    const page = memoryPage(rows, ({ key }) => key, list.request(args));
    return list.connection(
      page,
      ({ reference }) => referenceRow(reference),
      () => Promise.resolve(rows.length),
    );
  }
}

@Resolver(() => IndicatorModel)
export class IndicatorVersionsResolver {
  constructor(@Inject(CATALOGUE) private readonly catalogue: Catalogue) {}

  @Allow('public')
  @Nodes(() => mostVersions)
  @Reads()
  @ResolveField(() => [IndicatorModel], {
    description: 'Toutes ses versions, la plus ancienne d’abord : toutes restent calculées.',
  })
  versions(@Parent() { id }: IndicatorRow): readonly IndicatorRow[] {
    return versionsOf(this.catalogue, id).map(indicatorRow);
  }
}

/** What a query is charged for the versions of an indicator: few have more. */
const mostVersions = 5;

type Wanted = {
  readonly indicator?: string;
  readonly schoolYear?: string;
  readonly code?: string;
  readonly kind?: string;
};

const isWanted = (
  { indicator, schoolYear, territory }: ReferenceFigure,
  wanted: Wanted,
): boolean => {
  const values: Readonly<Record<keyof Wanted, string | null>> = {
    indicator,
    schoolYear,
    ...territory,
  };
  return Object.entries(wanted).every(([key, value]) => values[key as keyof Wanted] === value);
};
