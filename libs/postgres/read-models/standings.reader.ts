import type { Round, Standing, StandingReader, StandingsPage } from '#application';
import { questionnaireKey } from '#domain/survey';
import { beginning, type Position } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';
import { checkpointOf } from './checkpoint.js';

type RoundFound = Omit<Round, 'questionnaire' | 'expected'> & {
  readonly survey: string;
  readonly version: string;
  readonly expected: string;
};

const readRounds = statement<RoundFound>(
  'standings-rounds',
  `select campaign, survey, version, school_year as "schoolYear",
     (select count(*) from read_model.respondent where respondent.campaign = round.campaign and respondent.known_from <= $2) as expected
   from read_model.round
   where survey = $1 and known_from <= $2 and (known_to is null or known_to > $2)
   order by school_year, campaign`,
);

type StandingFound = Omit<Standing, 'response'> & {
  readonly revision: number | null;
  readonly status: NonNullable<Standing['response']>['status'];
  readonly late: boolean;
  readonly synthetic: boolean;
};

const readPage = statement<StandingFound>(
  'standings-page',
  `select respondent.uai, respondent.school_type as "schoolType", respondent.sector, respondent.degree,
     respondent.pupils, respondent.department, respondent.academy,
     respondent.academic_region as "academicRegion", response.revision, response.status, response.late,
     response.synthetic
   from read_model.respondent
   left join read_model.response on response.campaign = respondent.campaign
     and response.uai = respondent.uai
     and response.known_from <= $4 and (response.known_to is null or response.known_to > $4)
   where respondent.campaign = $1 and respondent.uai > $2 and respondent.known_from <= $4
   order by respondent.uai
   limit $3`,
);

const standingOf = ({ revision, status, late, synthetic, ...school }: StandingFound): Standing => ({
  ...school,
  response: revision === null ? null : { revision, status, late, synthetic },
});

export const makeStandingReader = (pool: Pool): StandingReader => ({
  position: async () => (await checkpointOf(pool, 'figures'))?.position ?? beginning,
  rounds: async (survey: string, asOf: Position) =>
    (await query(pool, readRounds, [survey, asOf])).map(
      ({ campaign, version, schoolYear, expected }) => ({
        campaign,
        questionnaire: questionnaireKey(survey, version),
        schoolYear,
        expected: Number(expected),
      }),
    ),
  page: async ({ campaign, after, limit, asOf }: StandingsPage) =>
    (await query(pool, readPage, [campaign, after, limit, asOf])).map(standingOf),
});
