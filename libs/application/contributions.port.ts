import type { Position } from '#kernel';

import type { Page, PageRequest } from './directory.port.js';
import type { FigureName, Contribution, SchoolsWithin } from './provenance.port.js';

/** What a scope may read of a school, as its campaign froze it. Null parts: the directory did not know. */
export type FrozenProfile = {
  readonly schoolType: string | null;
  readonly sector: string | null;
  readonly degree: string | null;
  readonly pupils: number | null;
};

/** Where a school stands that does not count; `received`: submitted or validated. */
export type StandingLeftOut = 'excluded' | 'no-response' | 'draft' | 'withdrawn' | 'received';

type AboutLeftOut = {
  readonly standing: StandingLeftOut;
  /** Why its campaign does not expect it; null when it does. */
  readonly exclusion: string | null;
  /** `etic-1d@2014` */
  readonly questionnaire: string;
  readonly profile: FrozenProfile;
};

/** Schools that do not count and are alike in all that stored rows tell. */
export type LeftOutGroup = AboutLeftOut & { readonly schools: number };

export type LeftOutRow = AboutLeftOut & {
  readonly campaign: string;
  readonly uai: string;
  readonly name: string | null;
};

export type ContributionSummary = {
  readonly position: Position;
  readonly used: number;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly contributionsHash: string;
  readonly notValidated: number;
  readonly leftOut: readonly LeftOutGroup[];
};

export type ContributionRow = Omit<Contribution, 'answers' | 'corrections'>;

type At<Read> = { readonly position: Position; readonly page: Read };

/** The rows that a figure is the sum of, as the read models keep them: without answers. */
export interface ContributionReader {
  /** One statement. With `byProfile` groups tell profiles apart: a scope needs them. */
  summary(figure: FigureName, byProfile: boolean): Promise<ContributionSummary>;
  contributions(
    figure: FigureName,
    within: SchoolsWithin,
    page: PageRequest,
  ): Promise<At<Page<ContributionRow>>>;
  /** `standings` empty: all. */
  leftOut(
    figure: FigureName,
    filter: { readonly within: SchoolsWithin; readonly standings: readonly StandingLeftOut[] },
    page: PageRequest,
  ): Promise<At<Page<LeftOutRow>>>;
}
