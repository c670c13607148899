import type {
  CampaignReader,
  FigureReader,
  ProjectionClock,
  ResponseReader,
  SchoolDirectory,
} from '#application';
import type { Catalogue } from '#catalogue';
import type { Position } from '#kernel';

import type { CampaignCommands, ResponseCommands } from './write/commands.js';

/** What the process that composes the API gives it. Everything that waits or stores is behind one of these. */
export type ApiPorts = {
  readonly catalogue: Catalogue;
  readonly directory: SchoolDirectory;
  readonly campaigns: CampaignReader;
  readonly figures: FigureReader;
  readonly projections: ProjectionClock;
  readonly eventLog: { head(): Promise<Position> };
  readonly campaignCommands: CampaignCommands;
  readonly responseCommands: ResponseCommands;
  readonly responses: ResponseReader;
};

/** Injection tokens: one for each port, so that a class is given what it uses and nothing else. */
export const CATALOGUE = Symbol('Catalogue');
export const DIRECTORY = Symbol('SchoolDirectory');
export const CAMPAIGNS = Symbol('CampaignReader');
export const FIGURES = Symbol('FigureReader');
export const PROJECTIONS = Symbol('ProjectionClock');
export const EVENT_LOG = Symbol('EventLog');
export const CAMPAIGN_COMMANDS = Symbol('CampaignCommands');
export const RESPONSE_COMMANDS = Symbol('ResponseCommands');
export const RESPONSES = Symbol('ResponseReader');
export const ATLAS = Symbol('Atlas');
export const API_CONFIG = Symbol('ApiConfig');
export const VERSION = Symbol('Version');
export const LOGGER = Symbol('Logger');
