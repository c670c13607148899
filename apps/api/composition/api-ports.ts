import {
  absorbProposed,
  absorbSchool,
  closeCampaign,
  closeSchool,
  dayOf,
  executeOnResponse,
  grantException,
  lockAnswers,
  openCampaign,
  type Outcome,
  reopenCampaign,
  reopenSchool,
  type RequestContext,
  responseReader,
  type Services,
  undoImport,
  unlockAnswers,
  withdrawException,
} from '#application';
import { importResponses, type Patience } from '#application/import';
import { endYearOf, unreachable } from '#kernel';
import type { Observatory } from '#platform/composition';
import { setTimeout as delay } from 'node:timers/promises';

import type { ApiPorts } from '../ports.js';
import type { CampaignCommand, SchoolCommand } from '../write/commands.js';

const onCampaign = (
  services: Services,
  command: CampaignCommand,
  context: RequestContext,
): Promise<Outcome> => {
  switch (command.type) {
    case 'OpenCampaign': {
      const { schoolYear, excludedByName, ...input } = command;
      return openCampaign(
        services,
        { ...input, year: endYearOf(schoolYear), exclude: excludedByName },
        context,
      );
    }
    case 'CloseCampaign':
      return closeCampaign(
        services,
        { campaign: command.campaign, ...(command.reason !== null && { reason: command.reason }) },
        context,
      );
    case 'ReopenCampaign':
      return reopenCampaign(services, command, context);
    case 'LockAnswers':
      return lockAnswers(services, command, context);
    case 'UnlockAnswers':
      return unlockAnswers(services, command, context);
    case 'GrantException':
      return grantException(services, command, context);
    case 'WithdrawException':
      return withdrawException(services, command, context);
    default:
      return unreachable(command);
  }
};

const onSchool = (
  services: Services,
  command: SchoolCommand,
  context: RequestContext,
): Promise<Outcome> => {
  switch (command.type) {
    case 'CloseSchool':
      return closeSchool(services, command, context);
    case 'ReopenSchool':
      return reopenSchool(services, command, context);
    case 'AbsorbSchool':
      return absorbSchool(services, command, context);
    default:
      return unreachable(command);
  }
};

/** An upload waits so long for a log that is away before it says where to resume. */
const uploadPatience: Patience = { wait: (delayMs) => delay(delayMs), maxWaitMs: 60_000 };

/** What the API asks for, answered by the use cases and readers of one observatory. */
export const apiPortsOf = (observatory: Observatory): ApiPorts => {
  const {
    services,
    catalogue,
    directory,
    campaigns,
    figures,
    provenance,
    revisions,
    clock,
    monitor,
    store,
  } = observatory;
  const onSchools = { ...services, histories: observatory.histories };
  return {
    catalogue,
    directory,
    campaigns,
    figures,
    provenance,
    revisions,
    projections: clock,
    monitor,
    eventLog: store,
    publishing: observatory.publishing,
    poolUsage: observatory.poolUsage,
    responses: responseReader(services),
    review: observatory.review,
    today: () => dayOf(services.clock()),
    responseImports: {
      import: (source, file, origin) =>
        importResponses(services, source, {
          file: { ...file, patience: uploadPatience },
          context: { ...origin, cause: 'import' },
        }),
    },
    histories: observatory.histories,
    schoolImports: {
      undo: (undoing, origin) =>
        undoImport(onSchools, undoing, { ...origin, cause: 'territory-change' }),
      absorbProposed: (uais, origin) =>
        absorbProposed(onSchools, uais, { ...origin, cause: 'territory-change' }),
    },
    schoolCommands: { execute: (command, origin) => onSchool(services, command, origin) },
    campaignCommands: { execute: (command, origin) => onCampaign(services, command, origin) },
    responseCommands: {
      execute: (command, origin) => executeOnResponse(services, command, origin),
    },
  };
};
