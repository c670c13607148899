import type { SchoolVersion, ZoneKind } from '#domain/territory';
import type { Position, Uai } from '#kernel';

import type { Page, PageRequest } from '../directory.port.js';

/** An event of a school, as the log tells it in its latest shape. */
export type SchoolFactRow = {
  readonly uai: string;
  /** Its place in the stream of the school, from 1. */
  readonly revision: number;
  /** A type of `TerritoryEvent`, and its data. */
  readonly type: string;
  readonly data: unknown;
  /** The file or order that recorded it. */
  readonly importId: string;
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
};

/** A circonscription or bassin, as the histories of its schools tell it. */
export type ZoneFound = {
  /** The latest that a source gave; empty where none did. */
  readonly name: string;
  /** Of all schools that it has ever had, in order; never empty. */
  readonly departments: readonly string[];
};

/** What one file, or one order, recorded of schools. */
export type SchoolImport = {
  /** The correlation id of its events: what `undo` takes. */
  readonly importId: string;
  /** Of its last fact. */
  readonly position: Position;
  /** ISO 8601, UTC, of its last fact. */
  readonly recordedAt: string;
  /** Who says so, in order; empty for an order that takes back another. */
  readonly sources: readonly string[];
  readonly schools: number;
  readonly facts: number;
  /** Schools of which it was taken back: 0, or all of them unless the undoing was interrupted. */
  readonly undoneFor: number;
};

/** What was recorded of schools, and what follows from it, as a read model answers. */
export interface SchoolHistories {
  /** The versions of each school as they are known now, the oldest first; an unknown school is absent. */
  versions(uais: readonly string[]): Promise<ReadonlyMap<string, readonly SchoolVersion[]>>;
  /** A zone that some school is or was in; undefined when there is none. */
  zone(kind: ZoneKind, code: string): Promise<ZoneFound | undefined>;
  /** Everything that was recorded of some schools, by UAI and revision. */
  facts(uais: readonly string[]): Promise<readonly SchoolFactRow[]>;
  /** The schools that a file or order recorded something of, by UAI; empty for one that is not known. */
  schoolsOf(importId: string): Promise<readonly string[]>;
  /** Every import and order, the latest first. */
  imports(page: PageRequest): Promise<Page<SchoolImport>>;
  /** Every name with this word that a school has, or has had; by UAI. */
  namedWith(word: string): Promise<readonly { readonly uai: Uai; readonly name: string }[]>;
  /** The schools of the latest facts, by UAI; at most `limit` facts are looked at. */
  latest(limit: number): Promise<readonly string[]>;
}
