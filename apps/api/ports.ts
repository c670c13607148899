import type {
  AbsorbedSchools,
  BlobStore,
  CampaignReader,
  FigureReader,
  ProjectionClock,
  ProjectionMonitor,
  ProvenanceReader,
  PublicationReader,
  ResponseReader,
  ReviewReader,
  RevisionReader,
  SchoolDirectory,
  Signer,
  SchoolHistories,
  UndoneImport,
} from '#application';
import type { AnswersImport, Encoding } from '#application/import';
import type { Catalogue } from '#catalogue';
import type { Position, Problem, Result } from '#kernel';
import type { PoolUsage } from '#platform';

import type {
  CampaignCommands,
  CommandOrigin,
  ResponseCommands,
  SchoolCommands,
} from './write/commands.js';

type UploadedFile = {
  readonly campaign: string;
  /** As its author calls it. */
  readonly name: string;
  /** Undefined: what its first bytes tell. */
  readonly encoding?: Encoding;
  /** The first line to take in, the header being line 1. */
  readonly fromLine?: number;
};

export interface ResponseImports {
  /** Starts an import, or refuses the file as a whole. Nothing is read before its report is. */
  import(
    source: AsyncIterable<Uint8Array>,
    file: UploadedFile,
    origin: CommandOrigin,
  ): Promise<Result<AnswersImport, readonly Problem[]>>;
}

/** What is decided on the imports of schools, and on what they propose. */
export interface SchoolImports {
  undo(
    undoing: { readonly importId: string; readonly reason: string },
    origin: CommandOrigin,
  ): Promise<Result<UndoneImport, readonly Problem[]>>;
  /** Records the proposals for these schools, as one import: the correlation id of its origin. */
  absorbProposed(
    uais: readonly string[],
    origin: CommandOrigin,
  ): Promise<Result<AbsorbedSchools, readonly Problem[]>>;
}

/** The ledger of publications, their bytes, and the public half of the key that signs the next. */
export type PublicationPort = {
  readonly publications: PublicationReader;
  readonly blobs: Pick<BlobStore, 'bytes'>;
  readonly signer: Pick<Signer, 'keyId' | 'publicKey'>;
};

/** What the process that composes the API gives it. Everything that waits or stores is behind one of these. */
export type ApiPorts = {
  readonly catalogue: Catalogue;
  readonly directory: SchoolDirectory;
  readonly histories: SchoolHistories;
  readonly campaigns: CampaignReader;
  readonly figures: FigureReader;
  readonly projections: ProjectionClock;
  readonly monitor: Pick<ProjectionMonitor, 'states'>;
  readonly provenance: ProvenanceReader;
  readonly revisions: RevisionReader;
  readonly eventLog: { head(): Promise<Position> };
  readonly campaignCommands: CampaignCommands;
  readonly schoolCommands: SchoolCommands;
  readonly schoolImports: SchoolImports;
  readonly responseCommands: ResponseCommands;
  readonly responses: ResponseReader;
  readonly review: ReviewReader;
  /** The day, YYYY-MM-DD, as campaigns count it. */
  readonly today: () => string;
  readonly responseImports: ResponseImports;
  readonly publishing: PublicationPort;
  readonly poolUsage: () => PoolUsage;
};

/** Injection tokens: one for each port, so that a class is given what it uses and nothing else. */
export const CATALOGUE = Symbol('Catalogue');
export const DIRECTORY = Symbol('SchoolDirectory');
export const HISTORIES = Symbol('SchoolHistories');
export const CAMPAIGNS = Symbol('CampaignReader');
export const FIGURES = Symbol('FigureReader');
export const REVISIONS = Symbol('RevisionReader');
export const PROVENANCE = Symbol('ProvenanceReader');
export const PROJECTIONS = Symbol('ProjectionClock');
export const MONITOR = Symbol('ProjectionMonitor');
export const EVENT_LOG = Symbol('EventLog');
export const CAMPAIGN_COMMANDS = Symbol('CampaignCommands');
export const SCHOOL_COMMANDS = Symbol('SchoolCommands');
export const SCHOOL_IMPORTS = Symbol('SchoolImports');
export const RESPONSE_COMMANDS = Symbol('ResponseCommands');
export const RESPONSES = Symbol('ResponseReader');
export const REVIEW = Symbol('ReviewReader');
export const TODAY = Symbol('Today');
export const RESPONSE_IMPORTS = Symbol('ResponseImports');
export const PUBLISHING = Symbol('PublicationPort');
export const POOL_USAGE = Symbol('PoolUsage');
export const ATLAS = Symbol('Atlas');
export const API_CONFIG = Symbol('ApiConfig');
export const VERSION = Symbol('Version');
export const REGISTRY = Symbol('Registry');
export const LOGGER = Symbol('Logger');
