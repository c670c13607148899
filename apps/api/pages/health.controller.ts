import {
  Controller,
  Get,
  Inject,
  Injectable,
  type OnApplicationShutdown,
  Res,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { Allow } from '#platform';

import { VERSION } from '../ports.js';
import { StatusReader } from './status.js';

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

  /** It may be sent work: its database answers and it is not stopping. */
  @Allow('public')
  @Get('ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const status = await this.statusReader.status();
    const ready = this.intake.isOpen && status.kind === 'available';
    const positions =
      status.kind === 'available'
        ? { logPosition: String(status.head), readModelPosition: String(status.projected) }
        : {};
    await reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({
        status: ready ? 'ready' : 'not-ready',
        intake: this.intake.isOpen ? 'open' : 'closed',
        database: status.kind,
        ...positions,
      });
  }
}
