import type { SchoolYear } from '#kernel';

import type { Page, PageRequest } from './directory.port.js';

export type CampaignSummary = {
  readonly id: string;
  readonly survey: string;
  readonly version: string;
  readonly schoolYear: SchoolYear;
  readonly title: string;
  readonly opensOn: string;
  readonly closesOn: string;
  readonly status: 'open' | 'closed';
  readonly expected: number;
  readonly excluded: number;
  readonly synthetic: boolean;
};

export type ResponseStatus = 'expected' | 'draft' | 'submitted' | 'validated' | 'withdrawn';

/** One school in one campaign: who has answered, who has not. */
export type RespondentRow = {
  readonly campaign: string;
  readonly uai: string;
  readonly name: string;
  readonly schoolType: string;
  readonly sector: string;
  readonly department: string;
  readonly academy: string;
  readonly pupils: number | null;
  readonly status: ResponseStatus;
  readonly late: boolean;
  /** ISO 8601, null before the first submission. */
  readonly submittedAt: string | null;
};

export type ExclusionRow = { readonly uai: string; readonly reason: string };

export type RespondentFilter = {
  readonly campaign: string;
  readonly academy?: string;
  /** One of these: what a caller may see. */
  readonly academies?: readonly string[];
  readonly department?: string;
  readonly uai?: string;
  readonly status?: ResponseStatus;
};

export interface CampaignReader {
  campaign(id: string): Promise<CampaignSummary | undefined>;
  campaigns(page: PageRequest): Promise<Page<CampaignSummary>>;
  campaignCount(): Promise<number>;
  respondents(filter: RespondentFilter, page: PageRequest): Promise<Page<RespondentRow>>;
  respondentCount(filter: RespondentFilter): Promise<number>;
  exclusions(campaign: string, page: PageRequest): Promise<Page<ExclusionRow>>;
}
