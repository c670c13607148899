import type { Position, SchoolYear } from '#kernel';

/** A campaign of a survey, as figures know it. */
export type Round = {
  readonly campaign: string;
  /** `etic-1d@2014` */
  readonly questionnaire: string;
  readonly schoolYear: SchoolYear;
  /** Schools on its list. */
  readonly expected: number;
};

/** An expected school as its campaign froze it, and where its response stands. */
export type Standing = {
  readonly uai: string;
  readonly schoolType: string;
  readonly sector: string;
  readonly degree: string;
  readonly pupils: number | null;
  readonly department: string;
  readonly academy: string;
  /** Null for an académie that the catalogue does not know. */
  readonly academicRegion: string | null;
  /** Null when the school has sent nothing, and saved no draft. */
  readonly response: {
    /** Of its stream, at the event that made it what it is. */
    readonly revision: number;
    readonly status: 'draft' | 'submitted' | 'validated' | 'withdrawn';
    readonly late: boolean;
    /** Made up for a demonstration. */
    readonly synthetic: boolean;
  } | null;
};

export type StandingsPage = {
  readonly campaign: string;
  /** The empty text is before every UAI. */
  readonly after: string;
  readonly limit: number;
  readonly asOf: Position;
};

/** What figures are made of, school by school, as of one position however long the reading takes. */
export interface StandingReader {
  /** How far the read model of figures is. */
  position(): Promise<Position>;
  /** The campaigns of a survey, in the order of school years. */
  rounds(survey: string, asOf: Position): Promise<readonly Round[]>;
  /** By UAI. Fewer rows than the limit: no more follow. */
  page(request: StandingsPage): Promise<readonly Standing[]>;
}
