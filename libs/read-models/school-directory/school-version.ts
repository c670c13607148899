import type { SchoolVersion } from '#domain/territory';
import type { Cause, Position } from '#kernel';

/**
 * A school between two days (`validTo` excluded; null: since ever, still so), as it was known between two
 * positions (`knownTo` excluded; null: now).
 */
export type SchoolVersionRow = SchoolVersion & {
  readonly uai: string;
  readonly knownFrom: Position;
  readonly knownTo: Position | null;
  /** Whether the versions of this history differ in type, sector, department or zones. */
  readonly varies: boolean;
  readonly cause: Cause;
};

/** What a map of figures knows a school by. */
const placeOf = (version: SchoolVersion): string =>
  JSON.stringify([
    version.schoolType,
    version.degree,
    version.sector,
    version.department,
    version.circonscription?.code,
    version.bassin?.code,
  ]);

/** The rows of a history that becomes known at a position. */
export const versionRows = (
  history: readonly SchoolVersion[],
  known: Pick<SchoolVersionRow, 'uai' | 'knownFrom' | 'cause'>,
): readonly SchoolVersionRow[] => {
  const varies = new Set(history.map(placeOf)).size > 1;
  return history.map((version) => ({ ...version, ...known, knownTo: null, varies }));
};

export const sameHistory = (
  left: readonly SchoolVersion[],
  right: readonly SchoolVersion[],
): boolean => JSON.stringify(left) === JSON.stringify(right);
