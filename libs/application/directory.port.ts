import type { Uai } from '#kernel';

/** A school as the directory knows it now. Every field is open data. */
export type School = {
  readonly uai: Uai;
  readonly name: string;
  readonly schoolType: string;
  readonly degree: string;
  readonly sector: string;
  readonly communeCode: string;
  readonly commune: string;
  readonly department: string;
  readonly academy: string;
  /** Last known head count; null where the source has none. */
  readonly pupils: number | null;
  /** YYYY-MM-DD, null when not known (opening) or not closed (closing). */
  readonly openedOn: string | null;
  readonly closedOn: string | null;
};

export type SchoolFilter = {
  readonly academies?: readonly string[];
  readonly departments?: readonly string[];
  readonly schoolTypes?: readonly string[];
  readonly sectors?: readonly string[];
  readonly degrees?: readonly string[];
  /** Codes of those that the schools are in now. */
  readonly circonscriptions?: readonly string[];
  readonly bassins?: readonly string[];
};

export type PageRequest = { readonly first: number; readonly after: string | null };

/** `cursors[i]` is where a page that follows `rows[i]` starts: an opaque keyset. */
export type Page<Row> = {
  readonly rows: readonly Row[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
};

/** The directory of schools, as a read model answers. */
export interface SchoolDirectory {
  school(uai: string): Promise<School | undefined>;
  /** At most three UAI of known schools that a misspelt one may have meant, nearest first. */
  nearest(uai: string): Promise<readonly string[]>;
  page(filter: SchoolFilter, page: PageRequest): Promise<Page<School>>;
  count(filter: SchoolFilter): Promise<number>;
  /** All schools of a filter, closed ones included, by UAI. */
  all(filter: SchoolFilter): Promise<readonly School[]>;
}
