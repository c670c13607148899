import { Inject } from '@nestjs/common';
import { Args, ArgsType, Context, Field, Parent, ResolveField, Resolver } from '@nestjs/graphql';

import type { FigureName, Provenance, ProvenanceReader, ReasonLeftOut } from '#application';
import { compare, decimal, zero } from '#kernel';
import { Allow } from '#platform';

import { keyOf } from '../access/atlas.js';
import { requireSchools } from '../access/reach.js';
import { PageArgs } from '../graphql/arguments.js';
import { connectionTypes } from '../graphql/connection.model.js';
import type { GraphqlContext } from '../graphql/context.js';
import { Nodes, Paged } from '../graphql/cost.js';
import { ReasonLeftOutEnum } from '../graphql/enums.js';
import { listOf } from '../graphql/list.js';
import { Reads } from '../graphql/reads.js';
import { FigureModel } from '../model/figure.model.js';
import { ContributionModel, LeftOutModel, ProvenanceModel } from '../model/provenance.model.js';
import { PROVENANCE } from '../ports.js';
import type { FigureRow } from './figures.resolver.js';

/** A provenance runs over every school of its territory: a query may ask for a hundred or so. */
const objectsOfProvenance = 150;

type ProvenanceRow = Omit<Provenance, 'leftOut'> & {
  readonly leftOutCounts: Provenance['leftOut'];
  readonly reconciles: boolean;
  readonly name: FigureName;
};

export const ContributionConnection = connectionTypes(
  ContributionModel,
  'Contribution',
  'ce qu’un établissement ajoute au chiffre',
);
export const LeftOutConnection = connectionTypes(
  LeftOutModel,
  'LeftOut',
  'un établissement qui ne compte pas',
);

@ArgsType()
class LeftOutArgs extends PageArgs {
  @Field(() => ReasonLeftOutEnum, { nullable: true, description: 'Une seule raison.' })
  readonly reason?: ReasonLeftOut | null;
}

const equal = (left: string | null, right: string | null): boolean =>
  compare(left === null ? zero : decimal(left), right === null ? zero : decimal(right)) === 0;

/** The figure again, pinned to the position that it was read at: nothing newer mixes in. */
const nameOf = (figure: FigureRow): FigureName => ({
  indicator: figure.indicatorId,
  definitionVersion: figure.definitionVersion,
  territory: { kind: figure.territory.kind, code: figure.territory.code },
  schoolYear: figure.schoolYear,
  segment: figure.segment,
  moment: { asOf: figure.position, geography: figure.territory.view.moment.geography },
});

/** Which figure a list is about; as it moves with the log, its position is not part of that. */
const listNameOf = ({
  indicator,
  definitionVersion,
  territory,
  schoolYear,
  segment,
}: FigureName) => [
  `${indicator}@${String(definitionVersion)}`,
  keyOf(territory),
  schoolYear,
  segment.schoolType ?? '',
  segment.sector ?? '',
];

@Resolver(() => FigureModel)
export class FigureProvenanceResolver {
  constructor(@Inject(PROVENANCE) private readonly reader: ProvenanceReader) {}

  @Allow('school', 'observatory', 'operator')
  @Nodes(() => objectsOfProvenance)
  @Reads()
  @ResolveField(() => ProvenanceModel, {
    description:
      'Pourquoi ce chiffre : définition, comptes et empreinte. Les établissements se demandent page par page.',
  })
  async provenance(@Parent() figure: FigureRow): Promise<ProvenanceRow> {
    const name = nameOf(figure);
    const { leftOut, ...provenance } = await this.reader.provenance(name);
    const { used, numerator, denominator } = provenance;
    const reconciles =
      used === figure.used &&
      equal(numerator, figure.numerator) &&
      equal(denominator, figure.denominator);
    return { ...provenance, leftOutCounts: leftOut, reconciles, name };
  }
}

@Resolver(() => ProvenanceModel)
export class ProvenanceResolver {
  constructor(@Inject(PROVENANCE) private readonly reader: ProvenanceReader) {}

  @Allow('school', 'observatory', 'operator')
  @Paged()
  @Reads()
  @ResolveField(() => ContributionConnection.type, {
    description:
      'Les établissements qui comptent, par campagne et UAI, avec leurs réponses : ceux dont votre compte peut lire les réponses.',
  })
  async contributions(
    @Parent() { name, used }: ProvenanceRow,
    @Args() args: PageArgs,
    @Context() context: GraphqlContext,
  ) {
    const { schools } = await context.reach();
    const within = requireSchools(schools, keyOf(name.territory));
    const list = listOf('contributions', ...listNameOf(name));
    const page = await this.reader.contributions(name, within, list.request(args));
    const count = within.kind === 'all' ? used : null;
    return list.connection(
      page,
      (row) => row,
      () => Promise.resolve(count),
    );
  }

  @Allow('school', 'observatory', 'operator')
  @Paged()
  @Reads('campaign-register')
  @ResolveField(() => LeftOutConnection.type, {
    description:
      'Les établissements qui ne comptent pas, chacun avec sa raison, dans les limites de votre compte. Une page peut être courte : endCursor dit où reprendre.',
  })
  async leftOut(
    @Parent() { name, leftOutCounts, exact }: ProvenanceRow,
    @Args() args: LeftOutArgs,
    @Context() context: GraphqlContext,
  ) {
    const { schools } = await context.reach();
    const within = requireSchools(schools, keyOf(name.territory));
    const reason = args.reason ?? null;
    const list = listOf('left-out', ...listNameOf(name));
    const page = await this.reader.leftOut(name, { within, reason }, list.request(args));
    const counted = leftOutCounts.filter((one) => reason === null || one.reason === reason);
    const total = counted.reduce((sum, one) => sum + one.schools, 0);
    const count = within.kind === 'all' && (exact || reason === null) ? total : null;
    return list.connection(
      page,
      (row) => row,
      () => Promise.resolve(count),
    );
  }
}
