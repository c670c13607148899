import { causes, type Position, type SchoolYear } from '#kernel';

import type { Page, PageRequest } from './directory.port.js';
import type { Figure, Geography, TerritoryRef } from './figures.port.js';
import type { FigureName, SchoolsWithin } from './provenance.port.js';

const [submission, ...others] = causes;
/** Why figures have changed: as events say, and answers that came after the closing day apart. */
export const revisionCauses = [submission, 'late-submission', ...others] as const;
export type RevisionCause = (typeof revisionCauses)[number];

/**
 * response: one version of one school's answers · list: schools became expected · campaign: opened, closed, reopened ·
 * school: the directory changed, which moves figures on the maps of today and of a year · definitions: the catalogue.
 */
export type RevisionKind = 'response' | 'list' | 'campaign' | 'school' | 'definitions';

/** What schools add to an indicator: nothing when `used` is 0. Decimals are exact texts. */
export type Measured = {
  readonly used: number;
  readonly numerator: string | null;
  readonly denominator: string | null;
};

export type MeasureChange = {
  /** Id and version: `eleves_par_ordinateur_1d@1`. */
  readonly indicator: string;
  readonly from: Measured;
  readonly to: Measured;
};

/** What one event has changed. */
export type Revision = {
  readonly position: Position;
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
  readonly kind: RevisionKind;
  readonly cause: RevisionCause;
  readonly campaign: string | null;
  readonly uai: string | null;
  /** Of the response or the campaign; null for the rest. */
  readonly statusFrom: string | null;
  readonly statusTo: string | null;
  /** How many schools it is about. */
  readonly schools: number;
  /** The event of a school, or the definitions that changed: `wifi_part_ecoles 1 → 2`. */
  readonly detail: string | null;
  /** Of a response or a list, by indicator; those that stay as they were are left out. */
  readonly changes: readonly MeasureChange[];
  /**
   * Whose figures it may move, from the school to the country: places as campaigns froze them, and for a change of
   * the directory those before it and after it. The country alone: a campaign or a definition, which all may follow.
   */
  readonly territories: readonly TerritoryRef[];
};

export type RevisionFilter = {
  /** Null: everywhere. Places as campaigns froze them; circonscriptions and bassins as they are now. */
  readonly territory: TerritoryRef | null;
  readonly campaign: string | null;
  /** Ids; empty: all. */
  readonly indicators: readonly string[];
  /** Empty: all. */
  readonly causes: readonly RevisionCause[];
  readonly within: SchoolsWithin;
};

/** What a cause has added to a figure between two positions. */
export type CauseOfChange = {
  readonly cause: RevisionCause;
  readonly used: number;
  readonly numerator: string;
  readonly denominator: string;
};

/** One figure, and the two positions that it is compared at. */
export type FigureSpan = {
  /** With its version or without: the latest. */
  readonly indicator: string;
  readonly territory: TerritoryRef;
  readonly schoolYear: SchoolYear;
  readonly geography: Geography;
  readonly from: Position;
  /** Null: what is known now. */
  readonly to: Position | null;
};

/** A figure at two positions, and what each cause has added to its sums between them. */
export type FigureChange = {
  readonly before: Figure;
  readonly after: Figure;
  /** They add up to the difference. What no answer explains came with the map: `territory-change`. */
  readonly causes: readonly CauseOfChange[];
};

/** The rows of the feed as the read models keep them, and how far they reach. */
export interface RevisionRows {
  /** In the order of the log, after a position; at most `limit`. Complete up to `known`. */
  after(
    position: Position,
    filter: RevisionFilter,
    limit: number,
  ): Promise<{ readonly known: Position; readonly rows: readonly Revision[] }>;
  /**
   * What versions of responses, and lists, have added to a figure after `from`, up to the position it is read
   * at, by cause: among the schools that it counts there.
   */
  causes(figure: FigureName, from: Position): Promise<readonly CauseOfChange[]>;
}

export interface RevisionReader {
  /**
   * In the order of the log. A cursor stands for a position, for ever: reading on from it gives exactly what was
   * recorded since, each once. `endCursor` of an empty page is the cursor that it was asked with.
   */
  revisions(
    filter: RevisionFilter,
    page: PageRequest,
  ): Promise<Page<Revision> & { readonly endCursor: string | null }>;
  /** Both figures are read with the definitions of today. Undefined for an indicator that is unknown. */
  figureChange(span: FigureSpan): Promise<FigureChange | undefined>;
}
