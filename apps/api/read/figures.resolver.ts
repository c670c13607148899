import { Inject } from '@nestjs/common';
import { Args, Context, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';

import type { Breakdown, Figure, FigureReader } from '#application';
import type { Catalogue } from '#catalogue';
import type { SchoolYear } from '#kernel';
import { Allow, Fault } from '#platform';

import { keyOf, type Territory } from '../access/atlas.js';
import type { GraphqlContext } from '../graphql/context.js';
import { figuresAsked, maxFigures, Nodes } from '../graphql/cost.js';
import { BreakdownEnum } from '../graphql/enums.js';
import { SchoolYearScalar } from '../graphql/scalars.js';
import { IndicatorModel } from '../model/catalogue.model.js';
import { FigureModel } from '../model/figure.model.js';
import { TerritoryInput } from '../model/territory.model.js';
import { CATALOGUE, FIGURES } from '../ports.js';
import { type IndicatorRow, indicatorRow } from './catalogue.rows.js';
import { ObservatoryModel, type ObservatoryRow } from './observatory.resolver.js';
import { TerritoryLookup } from './territories.js';
import { type Viewed, viewed } from './view.js';

export type FigureRow = Omit<Figure, 'indicator' | 'territory'> & {
  readonly indicatorId: string;
  readonly territory: Viewed<Territory>;
};

const refuseUnknown = (unknown: readonly string[]): Fault =>
  new Fault(
    'NOT_FOUND',
    {
      fr: `Indicateurs inconnus : ${unknown.join(', ')}. La liste est dans observatory.indicators.`,
      en: `Unknown indicators: ${unknown.join(', ')}. They are listed in observatory.indicators.`,
    },
    { unknown },
  );

const tooMany = (asked: number): Fault =>
  new Fault(
    'QUERY_TOO_COSTLY',
    {
      fr: `${String(asked)} chiffres sont demandés ; ${String(maxFigures)} sont permis. Demandez moins d’années, de territoires ou d’indicateurs à la fois.`,
      en: `${String(asked)} figures are asked for; ${String(maxFigures)} are allowed. Ask for fewer years, territories or indicators at once.`,
    },
    { limit: 'figures', found: asked, allowed: maxFigures },
  );

@Resolver(() => ObservatoryModel)
export class FiguresResolver {
  constructor(
    @Inject(FIGURES) private readonly reader: FigureReader,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
    private readonly territories: TerritoryLookup,
  ) {}

  @Allow('school', 'observatory', 'operator')
  @Nodes(figuresAsked)
  @ResolveField(() => [FigureModel], {
    description:
      'Les chiffres : indicateurs × territoires × années × segments, mille au plus, dans cet ordre. Réservé aux territoires de votre compte.',
  })
  async figures(
    @Parent() { view }: ObservatoryRow,
    @Args('indicators', { type: () => [ID], description: 'Identifiants d’indicateurs.' })
    indicators: readonly string[],
    @Args('territories', { type: () => [TerritoryInput], description: 'Territoires.' })
    territories: readonly TerritoryInput[],
    @Args('schoolYears', { type: () => [SchoolYearScalar], description: 'Années scolaires.' })
    schoolYears: readonly SchoolYear[],
    @Args('breakdown', {
      type: () => [BreakdownEnum],
      nullable: true,
      description: 'Dimensions qui découpent chaque chiffre ; aucune par défaut.',
    })
    breakdown: readonly Breakdown[] | null,
    @Context() context: GraphqlContext,
  ): Promise<readonly FigureRow[]> {
    const query = {
      indicators,
      territories,
      schoolYears,
      breakdown: breakdown ?? [],
      moment: view.moment,
    };
    this.requireAnswerable(query);
    const named = await this.territories.within(territories, context);
    const figures = await this.reader.figures(query);

    const rows = new Map(
      [...named].map(([key, territory]) => [key, viewed(territory, view)] as const),
    );
    return figures.map(({ indicator, territory, ...figure }) => ({
      ...figure,
      indicatorId: indicator,
      territory: rows.get(keyOf(territory)) as Viewed<Territory>,
    }));
  }

  private requireAnswerable(
    query: Readonly<Record<string, unknown>> & { readonly indicators: readonly string[] },
  ): void {
    const asked = figuresAsked(query);
    if (asked > maxFigures) throw tooMany(asked);
    const unknown = query.indicators.filter((id) => !this.catalogue.indicators.has(id));
    if (unknown.length > 0) throw refuseUnknown(unknown);
  }
}

@Resolver(() => FigureModel)
export class FigureIndicatorResolver {
  constructor(@Inject(CATALOGUE) private readonly catalogue: Catalogue) {}

  @Allow('public')
  @ResolveField(() => IndicatorModel, {
    nullable: true,
    description: 'La définition de l’indicateur.',
  })
  indicator(@Parent() { indicatorId }: FigureRow): IndicatorRow | null {
    const indicator = this.catalogue.indicators.get(indicatorId);
    return indicator === undefined ? null : indicatorRow(indicator);
  }
}
