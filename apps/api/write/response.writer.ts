import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';

import type { ResponseCommand, SchoolDirectory } from '#application';
import type { Language } from '#platform';

import type { GraphqlContext } from '../graphql/context.js';
import { DIRECTORY } from '../ports.js';
import { languageIn, originOf } from './origin.js';
import { outcomeRow } from './outcome.model.js';
import { ExecuteOnResponse } from './response.handler.js';
import { requireWithinReach } from './response.reach.js';

export type OutcomeRow = ReturnType<typeof outcomeRow>;

/** What every mutation on a response does: nobody writes for a school out of reach. */
@Injectable()
export abstract class ResponseWriter {
  constructor(
    private readonly commands: CommandBus,
    @Inject(DIRECTORY) private readonly directory: SchoolDirectory,
  ) {}

  protected async execute(
    command: ResponseCommand,
    context: GraphqlContext,
    language: Language | null,
  ): Promise<OutcomeRow> {
    await requireWithinReach(this.directory, command.uai, context);
    const outcome = await this.commands.execute(new ExecuteOnResponse(command, originOf(context)));
    return outcomeRow(outcome, languageIn(language, context));
  }
}
