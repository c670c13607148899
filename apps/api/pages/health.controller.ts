import {
  Controller,
  Get,
  Inject,
  Injectable,
  type OnApplicationShutdown,
  Res,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import type { ProjectionState } from '#application';
import { Allow } from '#platform';

import { VERSION } from '../ports.js';
import { type Status, StatusReader, stoppedOf } from './status.js';

/** Whether new work is taken. */
@Injectable()
export class Intake implements OnApplicationShutdown {
  isOpen = true;

  close(): void {
    this.isOpen = false;
  }

  onApplicationShutdown(): void {
    this.close();
  }
}

/** What a stranger may know of it: an event is named by its position and type, never by its stream. */
const healthOf = ({ projection, status, position, lag, lagSeconds, failure }: ProjectionState) => ({
  projection,
  status,
  position: String(position),
  lag: { positions: String(lag), seconds: lagSeconds },
  ...(failure?.event && {
    stoppedBy: { position: String(failure.event.position), type: failure.event.type },
  }),
});

const positionsOf = (status: Status) =>
  status.kind === 'available' && {
    logPosition: String(status.head),
    readModelPosition: String(status.projected),
    stopped: stoppedOf(status).map(({ projection }) => projection),
    projections: status.projections.map(healthOf),
  };

@Controller('health')
export class HealthController {
  constructor(
    private readonly statusReader: StatusReader,
    private readonly intake: Intake,
    @Inject(VERSION) private readonly version: string,
  ) {}

  /** The process answers: restart it only when this does not. */
  @Allow('public')
  @Get('live')
  live(): { readonly status: 'live'; readonly version: string } {
    return { status: 'live', version: this.version };
  }

  /**
   * It may be sent work: its log and its read models answer, and it is not stopping. A read model that has stopped is named and
   * changes nothing to that: writing goes on, the others too, and every instance would be in the same state.
   */
  @Allow('public')
  @Get('ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const status = await this.statusReader.status();
    const ready = this.intake.isOpen && status.kind === 'available';
    await reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({
        status: ready ? 'ready' : 'not-ready',
        intake: this.intake.isOpen ? 'open' : 'closed',
        database: status.kind,
        ...(status.kind === 'unavailable' && { away: status.away }),
        ...positionsOf(status),
      });
  }
}
