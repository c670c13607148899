import type { Uai } from '#kernel';

export const schoolTypes = ['ECOLE', 'COLLEGE', 'LEGT', 'LP', 'LPO', 'EREA', 'AUTRE'] as const;
type SchoolType = (typeof schoolTypes)[number];

/** Premier degré (écoles) or second degré (collèges, lycées, EREA). */
export const degrees = ['1D', '2D'] as const;
type Degree = (typeof degrees)[number];

/** Public or private. */
export const sectors = ['PU', 'PR'] as const;
export type Sector = (typeof sectors)[number];

/** Zones that are redrawn now and then: of écoles, and of collèges and lycées. */
export const zoneKinds = ['circonscription', 'bassin'] as const;
export type ZoneKind = (typeof zoneKinds)[number];

export type Zone = { readonly code: string; readonly name: string };

/** What a source may confirm of a school. */
export const confirmable = ['name', 'classification', 'location', 'status', ...zoneKinds] as const;
export type Confirmable = (typeof confirmable)[number];

export type Location = {
  readonly communeCode: string;
  readonly commune: string;
  /** Three characters as in the ministry's open data: `013`, `02A`, `974`. */
  readonly department: string;
  /** Two digits: `02` is Aix-Marseille. That of the day which the source describes. */
  readonly academy: string;
};

export type Classification = {
  readonly schoolType: SchoolType;
  readonly degree: Degree;
  readonly sector: Sector;
};

/** `effectiveFrom` (YYYY-MM-DD) says since when the fact holds, as far as its source tells. */
type Dated = { readonly uai: Uai; readonly effectiveFrom: string; readonly source: string };

/**
 * The day (YYYY-MM-DD) that the source describes, where it tells of another; null: it tells of no other. A source
 * that says in two years on which day a school has closed has said it twice.
 */
type Listed = { readonly listedOn: string | null };

type Fact<Type extends string, Data> = { readonly type: Type; readonly data: Data };

export type TerritoryEvent =
  | Fact<
      'SchoolRegistered',
      Dated &
        Location &
        Classification & {
          readonly name: string;
          readonly openedOn: string | null;
          readonly socialPositionIndex: string | null;
          /** Whether the source lists it as open on `effectiveFrom`. */
          readonly isOpen: boolean;
        }
    >
  | Fact<'SchoolRenamed', Dated & { readonly name: string }>
  | Fact<'SchoolReclassified', Dated & Classification>
  | Fact<'SchoolRelocated', Dated & Location>
  | Fact<'SchoolZoned', Dated & Zone & { readonly kind: ZoneKind }>
  /** A source has found, on that day, what was known already: no other may say otherwise of it later. */
  | Fact<
      'SchoolConfirmed',
      Dated & { readonly academy: string; readonly facts: readonly Confirmable[] }
    >
  | Fact<
      'EnrolmentCounted',
      Listed & {
        readonly uai: Uai;
        readonly schoolYear: string;
        readonly pupils: number;
        readonly source: string;
      }
    >
  | Fact<'SchoolOpened', Dated & Listed>
  | Fact<'SchoolClosed', Dated & Listed & { readonly reason: string }>
  | Fact<'SchoolReopened', Dated>
  /** Closed, its pupils and staff being those of another since. */
  | Fact<'SchoolAbsorbed', Dated & { readonly into: Uai }>
  /** What earlier events of this school said holds no longer, as if they had not been recorded. */
  | Fact<
      'SchoolFactsRetracted',
      {
        readonly uai: Uai;
        /** The events, by their place in the school's stream. */
        readonly revisions: readonly number[];
        /** What had recorded them: their correlation id. */
        readonly importId: string;
        readonly reason: string;
      }
    >;
