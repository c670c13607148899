import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import type { Outcome } from '#application';

import { CAMPAIGN_COMMANDS } from '../ports.js';
import type { CampaignCommand, CampaignCommands, CommandOrigin } from './commands.js';

export class ExecuteOnCampaign extends Command<Outcome> {
  constructor(
    readonly command: CampaignCommand,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

@CommandHandler(ExecuteOnCampaign)
export class CampaignCommandHandler implements ICommandHandler<ExecuteOnCampaign> {
  constructor(@Inject(CAMPAIGN_COMMANDS) private readonly campaigns: CampaignCommands) {}

  execute({ command, origin }: ExecuteOnCampaign): Promise<Outcome> {
    return this.campaigns.execute(command, origin);
  }
}
