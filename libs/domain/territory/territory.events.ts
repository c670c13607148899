import type { Uai } from '#kernel';

export const schoolTypes = ['ECOLE', 'COLLEGE', 'LEGT', 'LP', 'LPO', 'EREA', 'AUTRE'] as const;
type SchoolType = (typeof schoolTypes)[number];

/** Premier degré (écoles) or second degré (collèges, lycées, EREA). */
export const degrees = ['1D', '2D'] as const;
type Degree = (typeof degrees)[number];

/** Public or private. */
export const sectors = ['PU', 'PR'] as const;
export type Sector = (typeof sectors)[number];

export type Location = {
  readonly communeCode: string;
  readonly commune: string;
  /** Three characters as in the ministry's open data: `013`, `02A`, `974`. */
  readonly department: string;
  /** Two digits: `02` is Aix-Marseille. */
  readonly academy: string;
};

export type Classification = {
  readonly schoolType: SchoolType;
  readonly degree: Degree;
  readonly sector: Sector;
};

/** `effectiveFrom` (YYYY-MM-DD) says since when the fact holds, as far as its source tells. */
type Dated = { readonly uai: Uai; readonly effectiveFrom: string; readonly source: string };

export type TerritoryEvent =
  | {
      readonly type: 'SchoolRegistered';
      readonly data: Dated &
        Location &
        Classification & {
          readonly name: string;
          readonly openedOn: string | null;
          readonly socialPositionIndex: string | null;
        };
    }
  | { readonly type: 'SchoolRenamed'; readonly data: Dated & { readonly name: string } }
  | { readonly type: 'SchoolReclassified'; readonly data: Dated & Classification }
  | { readonly type: 'SchoolRelocated'; readonly data: Dated & Location }
  | {
      readonly type: 'EnrolmentCounted';
      readonly data: {
        readonly uai: Uai;
        readonly schoolYear: string;
        readonly pupils: number;
        readonly source: string;
      };
    }
  | { readonly type: 'SchoolClosed'; readonly data: Dated & { readonly reason: string } }
  | { readonly type: 'SchoolReopened'; readonly data: Dated };
