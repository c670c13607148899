import { Inject, Injectable } from '@nestjs/common';

import type {
  CampaignReader,
  CampaignSummary,
  ProjectionClock,
  ProjectionMonitor,
  ProjectionState,
} from '#application';
import type { Position } from '#kernel';

import { CAMPAIGNS, EVENT_LOG, MONITOR, PROJECTIONS } from '../ports.js';

/** Where the observatory is, or that its database does not answer. */
export type Status =
  | { readonly kind: 'unavailable' }
  | {
      readonly kind: 'available';
      /** The last position of the event log. */
      readonly head: Position;
      /** How far the read models are. */
      readonly projected: Position;
      /** Each of them. */
      readonly projections: readonly ProjectionState[];
      readonly campaigns: readonly CampaignSummary[];
    };

/** Those that stand still until somebody acts; the others go on. */
export const stoppedOf = (status: Status): readonly ProjectionState[] =>
  status.kind === 'available'
    ? status.projections.filter((state) => state.status === 'stopped')
    : [];

const answerWithinMs = 2_000;

const within = <Value>(promise: Promise<Value>, timeoutMs: number): Promise<Value | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs);
  });
  return Promise.race([promise, expired]).finally(() => clearTimeout(timer));
};

@Injectable()
export class StatusReader {
  constructor(
    @Inject(EVENT_LOG) private readonly eventLog: { head(): Promise<Position> },
    @Inject(PROJECTIONS) private readonly projections: ProjectionClock,
    @Inject(MONITOR) private readonly monitor: Pick<ProjectionMonitor, 'states'>,
    @Inject(CAMPAIGNS) private readonly campaigns: CampaignReader,
  ) {}

  /** Never fails and never hangs: what does not answer in two seconds is unavailable. */
  async status(): Promise<Status> {
    return (
      (await within(this.read(), answerWithinMs).catch(() => undefined)) ?? { kind: 'unavailable' }
    );
  }

  private async read(): Promise<Status> {
    const [head, projected, projections, page] = await Promise.all([
      this.eventLog.head(),
      this.projections.position(),
      this.monitor.states(),
      this.campaigns.campaigns({ first: 50, after: null }),
    ]);
    return { kind: 'available', head, projected, projections, campaigns: page.rows };
  }
}
