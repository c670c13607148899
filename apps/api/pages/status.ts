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

/** What has to answer: they are one server when PostgreSQL holds the event log too. */
type Store = 'event-log' | 'read-models';

/** Where the observatory is, or what does not answer. */
export type Status =
  | { readonly kind: 'unavailable'; readonly away: readonly Store[] }
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

/** Undefined for what fails, or says nothing in time. */
const answered = <Value>(promise: Promise<Value>): Promise<Value | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), answerWithinMs);
  });
  const settled = promise.catch(() => undefined);
  return Promise.race([settled, expired]).finally(() => clearTimeout(timer));
};

@Injectable()
export class StatusReader {
  constructor(
    @Inject(EVENT_LOG) private readonly eventLog: { head(): Promise<Position> },
    @Inject(PROJECTIONS) private readonly projections: ProjectionClock,
    @Inject(MONITOR) private readonly monitor: Pick<ProjectionMonitor, 'states'>,
    @Inject(CAMPAIGNS) private readonly campaigns: CampaignReader,
  ) {}

  /** Never fails and never hangs: what does not answer in two seconds is away. */
  async status(): Promise<Status> {
    const [head, models] = await Promise.all([
      answered(this.eventLog.head()),
      answered(this.readModels()),
    ]);
    if (head !== undefined && models !== undefined) return { kind: 'available', head, ...models };
    const away: Store[] = [];
    if (head === undefined) away.push('event-log');
    if (models === undefined) away.push('read-models');
    return { kind: 'unavailable', away };
  }

  private async readModels() {
    const [projected, projections, page] = await Promise.all([
      this.projections.position(),
      this.monitor.states(),
      this.campaigns.campaigns({ first: 50, after: null }),
    ]);
    return { projected, projections, campaigns: page.rows };
  }
}
