import { Inject } from '@nestjs/common';
import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';

import type { Figure, FigureReader } from '#application';
import { type Catalogue, definitionOf } from '#catalogue';
import { indicatorKey } from '#domain/indicator';
import { Allow, Fault } from '#platform';

import { keyOf, type Territory } from '../access/atlas.js';
import type { GraphqlContext } from '../graphql/context.js';
import { figuresAsked, Nodes, requireFew } from '../graphql/cost.js';
import { Reads } from '../graphql/reads.js';
import { IndicatorModel } from '../model/catalogue.model.js';
import { FigureModel } from '../model/figure.model.js';
import { CATALOGUE, FIGURES } from '../ports.js';
import { FiguresArgs } from './arguments.js';
import { type IndicatorRow, indicatorRow } from './catalogue.rows.js';
import { ObservatoryModel, type ObservatoryRow } from './observatory.resolver.js';
import { TerritoryLookup } from './territories.js';
import { type Viewed, viewed } from './view.js';

export type FigureRow = Omit<Figure, 'indicator' | 'territory'> & {
  readonly indicatorId: string;
  readonly territory: Viewed<Territory>;
};

/** Written out: for a thousand figures, copying what is left of each is what takes the time. */
export const figureRow = (figure: Figure, territory: Viewed<Territory>): FigureRow => ({
  indicatorId: figure.indicator,
  definitionVersion: figure.definitionVersion,
  territory,
  schoolYear: figure.schoolYear,
  segment: figure.segment,
  value: figure.value,
  numerator: figure.numerator,
  denominator: figure.denominator,
  used: figure.used,
  coverage: figure.coverage,
  responseRate: figure.responseRate,
  status: figure.status,
  missingReason: figure.missingReason,
  break: figure.break,
  confidentiality: figure.confidentiality,
  synthetic: figure.synthetic,
  position: figure.position,
});

const refuseUnknown = (unknown: readonly string[]): Fault =>
  new Fault(
    'NOT_FOUND',
    {
      fr: `Indicateurs inconnus : ${unknown.join(', ')}. La liste est dans observatory.indicators.`,
      en: `Unknown indicators: ${unknown.join(', ')}. They are listed in observatory.indicators.`,
    },
    { unknown },
  );

/** Throws NOT_FOUND that names every indicator that the catalogue does not hold. */
export const requireKnown = (catalogue: Catalogue, indicators: readonly string[]): void => {
  const unknown = indicators.filter((one) => definitionOf(catalogue, one) === undefined);
  if (unknown.length > 0) throw refuseUnknown(unknown);
};

@Resolver(() => ObservatoryModel)
export class FiguresResolver {
  constructor(
    @Inject(FIGURES) private readonly reader: FigureReader,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
    private readonly territories: TerritoryLookup,
  ) {}

  @Allow('school', 'observatory', 'operator')
  @Nodes(figuresAsked)
  @Reads('figures', 'school-directory')
  @ResolveField(() => [FigureModel], {
    description:
      'Les chiffres : indicateurs × territoires × années × segments, mille au plus, dans cet ordre. Réservé aux territoires de votre compte.',
  })
  async figures(
    @Parent() { view }: ObservatoryRow,
    @Args() args: FiguresArgs,
    @Context() context: GraphqlContext,
  ): Promise<readonly FigureRow[]> {
    const { indicators, territories, schoolYears, breakdown } = args;
    requireFew({ indicators, territories, schoolYears, breakdown });
    requireKnown(this.catalogue, indicators);
    const named = await this.territories.within(territories, context);
    const definitions = args.definitions ?? 'LATEST';
    const query = { indicators, definitions, territories, schoolYears, breakdown: breakdown ?? [] };
    const figures = await this.reader.figures({ ...query, moment: view.moment });

    const rows = new Map(
      [...named].map(([key, territory]) => [key, viewed(territory, view)] as const),
    );
    return figures.map((figure) =>
      figureRow(figure, rows.get(keyOf(figure.territory)) as Viewed<Territory>),
    );
  }
}

@Resolver(() => FigureModel)
export class FigureIndicatorResolver {
  constructor(@Inject(CATALOGUE) private readonly catalogue: Catalogue) {}

  @Allow('public')
  @Reads()
  @ResolveField(() => IndicatorModel, {
    nullable: true,
    description: 'La définition qui l’a produit, dans sa version.',
  })
  indicator(@Parent() { indicatorId: id, definitionVersion }: FigureRow): IndicatorRow | null {
    const key = indicatorKey({ id, version: definitionVersion });
    const indicator = this.catalogue.definitions.get(key);
    return indicator === undefined ? null : indicatorRow(indicator);
  }
}
