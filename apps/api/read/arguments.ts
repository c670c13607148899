import { ArgsType, Field, ID } from '@nestjs/graphql';

import type { Breakdown } from '#application';
import type { DefinitionChoice } from '#catalogue';
import type { SchoolYear } from '#kernel';

import { PageArgs } from '../graphql/arguments.js';
import { BreakdownEnum, DefinitionChoiceEnum } from '../graphql/enums.js';
import { SchoolYearScalar } from '../graphql/scalars.js';
import { RespondentFilterInput } from '../model/campaign.model.js';
import { SchoolFilterInput } from '../model/school.model.js';
import { TerritoryInput } from '../model/territory.model.js';

@ArgsType()
export class SchoolsArgs extends PageArgs {
  @Field(() => SchoolFilterInput, { nullable: true, description: 'Ce qui restreint la liste.' })
  readonly filter?: SchoolFilterInput | null;
}

@ArgsType()
export class RespondentsArgs extends PageArgs {
  @Field(() => RespondentFilterInput, { nullable: true, description: 'Ce qui restreint la liste.' })
  readonly filter?: RespondentFilterInput | null;
}

@ArgsType()
export class IndicatorsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Ceux d’une famille de questionnaires.' })
  readonly survey?: string | null;
}

@ArgsType()
export class ReferencesArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Ceux d’un indicateur.' })
  readonly indicator?: string | null;

  @Field(() => TerritoryInput, { nullable: true, description: 'Ceux d’un territoire.' })
  readonly territory?: TerritoryInput | null;

  @Field(() => SchoolYearScalar, { nullable: true, description: 'Ceux d’une année scolaire.' })
  readonly schoolYear?: SchoolYear | null;
}

@ArgsType()
export class CoverageArgs {
  @Field(() => [TerritoryInput], { description: 'Territoires.' })
  readonly territories!: readonly TerritoryInput[];

  @Field(() => [BreakdownEnum], {
    nullable: true,
    description: 'Dimensions qui découpent ; aucune par défaut.',
  })
  readonly breakdown?: readonly Breakdown[] | null;
}

@ArgsType()
export class FiguresArgs extends CoverageArgs {
  @Field(() => [ID], {
    description:
      'Identifiants d’indicateurs, avec ou sans version : « eleves_par_ordinateur_1d@1 » est sa version 1, pour toutes les années.',
  })
  readonly indicators!: readonly string[];

  @Field(() => DefinitionChoiceEnum, {
    nullable: true,
    description: 'La version des indicateurs demandés sans version ; LATEST par défaut.',
  })
  readonly definitions?: DefinitionChoice | null;

  @Field(() => [SchoolYearScalar], { description: 'Années scolaires.' })
  readonly schoolYears!: readonly SchoolYear[];
}
