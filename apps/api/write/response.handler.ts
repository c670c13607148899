import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import type { Outcome, ResponseCommand } from '#application';

import { RESPONSE_COMMANDS } from '../ports.js';
import type { CommandOrigin, ResponseCommands } from './commands.js';

export class ExecuteOnResponse extends Command<Outcome> {
  constructor(
    readonly command: ResponseCommand,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

@CommandHandler(ExecuteOnResponse)
export class ResponseCommandHandler implements ICommandHandler<ExecuteOnResponse> {
  constructor(@Inject(RESPONSE_COMMANDS) private readonly responses: ResponseCommands) {}

  execute({ command, origin }: ExecuteOnResponse): Promise<Outcome> {
    return this.responses.execute(command, origin);
  }
}
