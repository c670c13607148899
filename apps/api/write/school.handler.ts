import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import type { Outcome } from '#application';

import { SCHOOL_COMMANDS } from '../ports.js';
import type { CommandOrigin, SchoolCommand, SchoolCommands } from './commands.js';

export class ExecuteOnSchool extends Command<Outcome> {
  constructor(
    readonly command: SchoolCommand,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

@CommandHandler(ExecuteOnSchool)
export class SchoolCommandHandler implements ICommandHandler<ExecuteOnSchool> {
  constructor(@Inject(SCHOOL_COMMANDS) private readonly schools: SchoolCommands) {}

  execute({ command, origin }: ExecuteOnSchool): Promise<Outcome> {
    return this.schools.execute(command, origin);
  }
}
