import { Inject } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';

import type { ProjectionFailure, ProjectionMonitor, ProjectionState } from '#application';
import { Allow, type Language } from '#platform';

import type { GraphqlContext } from '../graphql/context.js';
import { Fresh } from '../graphql/cost.js';
import { Reads } from '../graphql/reads.js';
import type { RowOf } from '../graphql/row.js';
import { ProjectionFailureModel, ProjectionModel } from '../model/projection.model.js';
import { MONITOR } from '../ports.js';
import { ObservatoryModel } from './observatory.resolver.js';

type ProjectionRow = RowOf<ProjectionModel> & { readonly stop: ProjectionFailure | null };

const rowOf = (state: ProjectionState): ProjectionRow => ({
  name: state.projection,
  status: state.status,
  position: state.position,
  lag: { positions: state.lag, seconds: state.lagSeconds },
  skipped: state.skipped,
  needsRebuild: state.needsRebuild,
  stop: state.failure,
});

const failureRow = (
  { event, reason, remedy }: ProjectionFailure,
  language: Language,
): RowOf<ProjectionFailureModel> => ({
  eventPosition: event?.position ?? null,
  eventType: event?.type ?? null,
  schemaVersion: event?.schemaVersion ?? null,
  reason: reason[language],
  remedy: remedy[language],
});

@Resolver(() => ObservatoryModel)
export class ProjectionsResolver {
  constructor(@Inject(MONITOR) private readonly monitor: Pick<ProjectionMonitor, 'states'>) {}

  @Allow('public')
  @Fresh()
  @Reads()
  @ResolveField(() => [ProjectionModel], {
    description:
      'Où en sont les modèles de lecture à l’instant. Ni asOf ni geography ne s’y appliquent.',
  })
  async projections(): Promise<readonly ProjectionRow[]> {
    return (await this.monitor.states()).map(rowOf);
  }
}

@Resolver(() => ProjectionModel)
export class ProjectionFailureResolver {
  @Allow('observatory', 'operator')
  @Reads()
  @ResolveField(() => ProjectionFailureModel, {
    nullable: true,
    description: 'Pourquoi il s’est arrêté ; nul s’il ne l’est pas.',
  })
  failure(
    @Parent() { stop }: ProjectionRow,
    @Context() { language }: GraphqlContext,
  ): RowOf<ProjectionFailureModel> | null {
    return stop && failureRow(stop, language);
  }
}
