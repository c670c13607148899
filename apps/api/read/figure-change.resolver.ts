import { Inject } from '@nestjs/common';
import {
  Args,
  ArgsType,
  Context,
  Field,
  ID,
  Parent,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';

import type { CauseOfChange, RevisionReader } from '#application';
import type { Catalogue } from '#catalogue';
import { BrokenAssumption, type Position, type SchoolYear } from '#kernel';
import { Allow, Fault } from '#platform';

import { keyOf, type Territory } from '../access/atlas.js';
import type { GraphqlContext } from '../graphql/context.js';
import { Nodes } from '../graphql/cost.js';
import { Reads } from '../graphql/reads.js';
import { PositionScalar, SchoolYearScalar } from '../graphql/scalars.js';
import { FigureChangeModel } from '../model/figure-change.model.js';
import { TerritoryInput } from '../model/territory.model.js';
import { CATALOGUE, REVISIONS } from '../ports.js';
import { type FigureRow, figureRow, requireKnown } from './figures.resolver.js';
import { ObservatoryModel, type ObservatoryRow } from './observatory.resolver.js';
import { TerritoryLookup } from './territories.js';
import { viewed } from './view.js';

/** Two figures, and a walk over every response of the territory, as a provenance does. */
const objectsOfChange = 150;

@ArgsType()
class FigureChangeArgs {
  @Field(() => ID, { description: 'Un indicateur, avec ou sans version.' })
  readonly indicator!: string;

  @Field(() => TerritoryInput, { description: 'Le territoire.' })
  readonly territory!: TerritoryInput;

  @Field(() => SchoolYearScalar, { description: 'L’année scolaire.' })
  readonly schoolYear!: SchoolYear;

  @Field(() => PositionScalar, { description: 'La position d’avant.' })
  readonly from!: Position;

  @Field(() => PositionScalar, {
    nullable: true,
    description: 'La position d’après ; absente, celle de la racine.',
  })
  readonly to?: Position | null;
}

type FigureChangeRow = {
  readonly before: FigureRow;
  readonly after: FigureRow;
  readonly byCause: readonly CauseOfChange[];
};

const outOfOrder = (from: Position, to: Position, reached: Position): Fault =>
  new Fault(
    'BAD_REQUEST',
    {
      fr: `from (${String(from)}) doit précéder to (${String(to)}), et to ne dépasse pas la dernière position connue, ${String(reached)}.`,
      en: `from (${String(from)}) must come before to (${String(to)}), and to may not be beyond the last known position, ${String(reached)}.`,
    },
    { from: String(from), to: String(to), position: String(reached) },
  );

@Resolver(() => ObservatoryModel)
export class FigureChangeResolver {
  constructor(
    @Inject(REVISIONS) private readonly reader: RevisionReader,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
    private readonly territories: TerritoryLookup,
  ) {}

  @Allow('school', 'observatory', 'operator')
  @Nodes(() => objectsOfChange)
  @Reads('figures', 'school-directory')
  @ResolveField(() => FigureChangeModel, {
    description:
      'Pourquoi un chiffre a bougé : sa valeur à deux positions du journal, et la part de chaque cause. Réservé aux territoires de votre compte.',
  })
  async figureChange(
    @Parent() { view, position: seen }: ObservatoryRow,
    @Args() { indicator, territory, schoolYear, from, to }: FigureChangeArgs,
    @Context() context: GraphqlContext,
  ): Promise<FigureChangeRow> {
    const until = to ?? seen;
    if (from > until || until > view.position) throw outOfOrder(from, until, view.position);
    requireKnown(this.catalogue, [indicator]);
    const named = await this.territories.within([territory], context);
    const { geography } = view.moment;
    const span = { indicator, territory, schoolYear, geography, from, to: until };
    const change = await this.reader.figureChange(span);
    if (change === undefined) throw new BrokenAssumption('a known indicator has a figure');
    const rowAt = (figure: typeof change.before, asOf: Position): FigureRow => {
      const moment = { asOf, geography };
      const found = named.get(keyOf(territory)) as Territory;
      return figureRow(figure, viewed(found, { ...view, moment }));
    };
    const { before, after, causes } = change;
    return { before: rowAt(before, from), after: rowAt(after, until), byCause: causes };
  }
}
