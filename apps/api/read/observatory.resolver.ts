import { Inject } from '@nestjs/common';
import { Args, ArgsType, Context, Field, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';

import {
  type ProjectionClock,
  type ProjectionMonitor,
  type ProjectionReading,
  type ProjectionState,
  reachedBy,
  type ProjectionName,
  projectionNames,
} from '#application';
import type { Position, SchoolYear } from '#kernel';
import { Allow, Fault } from '#platform';

import type { ApiConfig } from '../config.js';
import type { GraphqlContext } from '../graphql/context.js';
import { GeographyEnum } from '../graphql/enums.js';
import type { RowOf } from '../graphql/row.js';
import { Reads } from '../graphql/reads.js';
import { DateTimeScalar, PositionScalar, SchoolYearScalar } from '../graphql/scalars.js';
import { API_CONFIG, MONITOR, PROJECTIONS, type PublicationPort, PUBLISHING } from '../ports.js';
import {
  type MomentAsked,
  momentOfPublication,
  twoMoments,
} from '../publications/moment-of-publication.js';
import { behind } from './behind.js';
import { type GeographyAsked, type GeographyName, geographyOf } from './geography.js';
import type { View } from './view.js';

@ObjectType('Observatory', {
  description:
    'Tout ce que l’observatoire sait, à un moment et selon une carte choisis une fois pour toutes à la racine.',
})
export class ObservatoryModel {
  @Field(() => PositionScalar, {
    description:
      'La position du journal que ces réponses reflètent : celle des modèles de lecture dont elles sont faites.',
  })
  readonly position!: Position;

  @Field(() => GeographyEnum, {
    description: 'La carte selon laquelle les établissements sont rassemblés.',
  })
  readonly geography!: GeographyName;

  @Field(() => SchoolYearScalar, {
    nullable: true,
    description: 'L’année scolaire de cette carte, si geography vaut AT.',
  })
  readonly geographyYear!: SchoolYear | null;
}

@ArgsType()
class ObservatoryArgs {
  @Field(() => PositionScalar, {
    nullable: true,
    description: 'Ce que l’on savait à cette position du journal ; absent, tout ce que l’on sait.',
  })
  readonly asOf?: Position | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'La même chose par l’horloge : ce que l’on savait à cet instant.',
  })
  readonly asOfInstant?: string | null;

  @Field(() => GeographyEnum, {
    nullable: true,
    description: 'La carte : d’alors (par défaut), d’aujourd’hui, ou d’une année scolaire.',
  })
  readonly geography?: GeographyName | null;

  @Field(() => SchoolYearScalar, {
    nullable: true,
    description: 'L’année scolaire de la carte, avec geography: AT.',
  })
  readonly geographyYear?: SchoolYear | null;

  @Field(() => PositionScalar, {
    nullable: true,
    description:
      'Attend, un temps borné, que les modèles de lecture dont la requête est faite reflètent cette position : celle d’un reçu, pour relire ce que l’on vient d’écrire.',
  })
  readonly atLeast?: Position | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Le moment et la carte d’une publication : ce que l’on savait alors. Ne va pas avec asOf, asOfInstant ou geography.',
  })
  readonly publication?: string | null;
}

export type ObservatoryRow = RowOf<ObservatoryModel> & { readonly view: View };

type Root = GeographyAsked & {
  readonly asOf: Position | null;
  readonly asOfInstant: string | null;
};

/** What the answer is made of; who asks for positions alone asks about all. */
const modelsOf = (
  { reads }: GraphqlContext,
  publication: string | null,
): readonly ProjectionName[] => {
  const models = new Set(reads);
  if (publication !== null) models.add('publication-register');
  return models.size === 0 ? projectionNames : [...models];
};

const statesOf = (
  models: readonly string[],
  states: readonly ProjectionState[],
): readonly ProjectionState[] => states.filter(({ projection }) => models.includes(projection));

const notYet = (asOf: Position, reached: Position): Fault =>
  new Fault(
    'BAD_REQUEST',
    {
      fr: `asOf vaut ${String(asOf)}, au-delà de la dernière position connue, ${String(reached)}.`,
      en: `asOf is ${String(asOf)}, beyond the last known position, ${String(reached)}.`,
    },
    { position: String(reached), asOf: String(asOf) },
  );

const bothMoments = (): Fault =>
  new Fault('BAD_REQUEST', {
    fr: 'asOf et asOfInstant disent la même chose : donnez l’un ou l’autre.',
    en: 'asOf and asOfInstant say the same: give one or the other.',
  });

@Resolver(() => ObservatoryModel)
export class ObservatoryResolver {
  constructor(
    @Inject(PROJECTIONS) private readonly projections: ProjectionClock,
    @Inject(MONITOR) private readonly monitor: Pick<ProjectionMonitor, 'states'>,
    @Inject(PUBLISHING) private readonly publishing: PublicationPort,
    @Inject(API_CONFIG) private readonly config: ApiConfig,
  ) {}

  @Allow('public')
  @Reads()
  @Query(() => ObservatoryModel, {
    description:
      'La seule entrée des lectures. Le temps et la carte s’y choisissent, pour que rien en dessous ne mélange deux états.',
  })
  async observatory(
    @Args() args: ObservatoryArgs,
    @Context() context: GraphqlContext,
  ): Promise<ObservatoryRow> {
    const { publication = null, atLeast = null, asOf = null } = args;
    const { asOfInstant = null, geography = null, geographyYear = null } = args;
    const asked = { asOf, asOfInstant, geography, geographyYear };
    const models = modelsOf(context, publication);
    const reading = await this.reached(atLeast, models);
    context.reading ??= reading;
    const moment = publication === null ? asked : await this.published(publication, asked);
    const root = { ...moment, geography: moment.geography ?? 'THEN' };
    return this.viewed(root, reachedBy(reading, models));
  }

  private async published(id: string, asked: MomentAsked): Promise<MomentAsked> {
    const named = Object.entries(asked).filter(([, value]) => value !== null);
    if (named.length > 0) throw twoMoments(named.map(([name]) => name));
    return momentOfPublication(this.publishing, id);
  }

  /** Waits for `atLeast` in these read models, bounded. Throws READ_MODEL_BEHIND or READ_MODEL_STOPPED. */
  private async reached(
    atLeast: Position | null,
    models: readonly ProjectionName[],
  ): Promise<ProjectionReading> {
    if (atLeast === null) return this.projections.read();
    const { atLeastTimeoutMs: waitedMs } = this.config.graphql;
    const isThere = await this.projections.waitFor(atLeast, waitedMs, models);
    const reading = await this.projections.read();
    if (isThere) return reading;
    const wait = { wanted: atLeast, reached: reachedBy(reading, models), waitedMs };
    throw behind(wait, statesOf(models, await this.monitor.states()));
  }

  private async viewed(root: Root, position: Position): Promise<ObservatoryRow> {
    const geography = geographyOf(root);
    const asOf = await this.asOf(root, position);
    return {
      position: asOf ?? position,
      geography: root.geography,
      geographyYear: root.geographyYear,
      view: { moment: { asOf, geography }, position },
    };
  }

  private async asOf({ asOf, asOfInstant }: Root, reached: Position): Promise<Position | null> {
    if (asOf !== null && asOfInstant !== null) throw bothMoments();
    if (asOf !== null && asOf > reached) throw notYet(asOf, reached);
    if (asOfInstant === null) return asOf;
    const known = await this.projections.positionAt(asOfInstant);
    return known < reached ? known : reached;
  }
}
