import type { PublicationState } from '#domain/publication';
import type { Bilingual, Position, SchoolYear } from '#kernel';

import type { CampaignReader } from '../campaigns.port.js';
import type { Breakdown, FigureReader, Geography, TerritoryRef } from '../figures.port.js';
import type { ProjectionClock } from '../projections.port.js';
import type { BlobStore, PublicationReader, Signer } from '../publications.port.js';
import type { Services } from '../services.js';

/** Where the tables of a publication are read from. */
export type TableSources = Pick<Services, 'store' | 'catalogue'> & {
  readonly figures: FigureReader;
  readonly campaigns: CampaignReader;
};

/** What publishing stands on. */
export type Publishing = TableSources &
  Pick<Services, 'clock' | 'newId'> & {
    readonly projections: ProjectionClock;
    readonly publications: PublicationReader;
    readonly blobs: BlobStore;
    readonly signer: Signer;
    readonly software: { readonly name: string; readonly version: string };
  };

export type PublishInput = {
  /** A slug that names the series; from the campaigns, or the surveys and years, when absent. */
  readonly series?: string;
  readonly title: Bilingual;
  readonly state: PublicationState;
  /** Campaigns by id; or else those of surveys and school years, where none given means all. */
  readonly campaigns: readonly string[];
  readonly surveys: readonly string[];
  readonly schoolYears: readonly SchoolYear[];
  readonly geography: Geography;
  /** Null: every department, académie, région académique with schools on the lists, and the country. */
  readonly territories: readonly TerritoryRef[] | null;
  /** Each figure is given for all schools, and for each combination of some of these. */
  readonly breakdown: readonly Breakdown[];
  /** The publication whose place it takes. */
  readonly replaces: string | null;
  /** The state of the log to show; the last when absent. */
  readonly position?: Position;
};

/** What decides the bytes of the tables, with the position. */
export type TablePlan = Pick<PublishInput, 'title' | 'state' | 'geography' | 'breakdown'> & {
  /** Ids of all campaigns of the surveys and years, sorted. */
  readonly campaigns: readonly string[];
  readonly territories: readonly TerritoryRef[] | null;
  /** Keys of definitions, `eleves_par_ordinateur_1d@1`; null: the latest of the surveys. */
  readonly definitions: readonly string[] | null;
  readonly position: Position;
};
