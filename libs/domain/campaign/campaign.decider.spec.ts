import { describe, expect, it } from '@jest/globals';

import { fold, schoolYearOfCampaign } from '#kernel';

import { specify } from '../../testing/specify.js';
import { campaign, type OpenCampaign } from './campaign.decider.js';
import type { CampaignEvent, Exclusion, Respondent } from './campaign.events.js';
import type { Candidate } from './expected-list.js';

const { given } = specify(campaign);

const school = (uai: string, change: Partial<Candidate> = {}): Candidate => ({
  uai,
  name: `ECOLE ${uai}`,
  schoolType: 'ECOLE',
  sector: 'PU',
  degree: '1D',
  department: '013',
  academy: '02',
  pupils: 120,
  openedOn: null,
  closedOn: null,
  ...change,
});

const respondentOf = (candidate: Candidate): Respondent => ({
  uai: candidate.uai,
  name: candidate.name,
  schoolType: candidate.schoolType,
  sector: candidate.sector,
  degree: candidate.degree,
  department: candidate.department,
  academy: candidate.academy,
  pupils: candidate.pupils,
});

const terms = {
  campaign: 'etic-1d-2014',
  survey: 'etic-1d',
  version: '2014',
  schoolYear: schoolYearOfCampaign(2014),
  title: 'ETIC 1D 2014',
  opensOn: '2014-03-03',
  closesOn: '2014-06-30',
  field: { academies: ['02'], degrees: ['1D'] },
};

const openFor = (candidates: readonly Candidate[], change: Partial<OpenCampaign> = {}) =>
  ({
    type: 'OpenCampaign',
    ...terms,
    candidates,
    named: [],
    expectedElsewhere: new Map(),
    ...change,
  }) as const;

const opened = (expected: number, excluded: number): CampaignEvent => ({
  type: 'CampaignOpened',
  data: { ...terms, expected, excluded },
});

const closed: CampaignEvent = {
  type: 'CampaignClosed',
  data: { campaign: terms.campaign, reason: null },
};
const reopening = {
  campaign: terms.campaign,
  reason: 'panne du portail',
  closesOn: '2014-07-11',
};
const reopened: CampaignEvent = { type: 'CampaignReopened', data: reopening };

const excluded = (uai: string, reason: Exclusion['reason'], academy = '02'): Exclusion => ({
  uai,
  reason,
  school: { schoolType: 'ECOLE', sector: 'PU', department: '013', academy },
});

describe('opening a campaign', () => {
  it('freezes the profile of each school that it expects', () => {
    const [first, second] = [school('0130001A'), school('0130002B', { pupils: null })];
    given()
      .when(openFor([first, second]))
      .then(opened(2, 0), {
        type: 'RespondentsListed',
        data: {
          campaign: terms.campaign,
          respondents: [respondentOf(first), respondentOf(second)],
          exclusions: [],
        },
      });
  });

  it('takes no school that another campaign of the survey and year expects: it would count twice', () => {
    const candidates = [school('0130001A'), school('0130002B'), school('0130003C')];
    const expectedElsewhere = new Map([
      ['0130002B', 'etic-1d-2014-02'],
      ['0130003C', 'etic-1d-2014-02'],
      ['0310004D', 'etic-1d-2014-16'],
    ]);
    given()
      .when(openFor(candidates, { expectedElsewhere, named: ['0130003C'] }))
      .thenRejected({
        kind: 'SchoolsExpectedElsewhere',
        campaign: terms.campaign,
        schools: ['0130002B'],
        elsewhere: ['etic-1d-2014-02'],
      });
  });

  it('gives one reason for each school that it does not expect', () => {
    const expected = school('0130001A');
    given()
      .when(
        openFor(
          [
            expected,
            school('0130002B', { closedOn: '2014-03-03' }),
            school('0130003C', { openedOn: '2014-09-01' }),
            school('0310004D', { academy: '16' }),
            school('0130005E'),
          ],
          { named: ['0130005E', '0310004D', '9999999Z'] },
        ),
      )
      .then(opened(1, 5), {
        type: 'RespondentsListed',
        data: {
          campaign: terms.campaign,
          respondents: [respondentOf(expected)],
          exclusions: [
            excluded('0130002B', 'closed'),
            excluded('0130003C', 'not-yet-open'),
            excluded('0310004D', 'outside-field', '16'),
            excluded('0130005E', 'named'),
            { uai: '9999999Z', reason: 'named', school: null },
          ],
        },
      });
  });

  it('expects a school that closes after, or opens on, the first day', () => {
    const closesLater = school('0130002B', { closedOn: '2014-03-04' });
    const opensThatDay = school('0130003C', { openedOn: '2014-03-03' });
    given()
      .when(openFor([closesLater, opensThatDay]))
      .then(opened(2, 0), {
        type: 'RespondentsListed',
        data: {
          campaign: terms.campaign,
          respondents: [respondentOf(closesLater), respondentOf(opensThatDay)],
          exclusions: [],
        },
      });
  });

  it.each([
    { academies: ['16'] },
    { departments: ['084'] },
    { schoolTypes: ['COLLEGE'] },
    { sectors: ['PR'] },
    { degrees: ['2D'] },
    { academies: [] },
  ])('is restricted by each part of its field: %j', (field) => {
    given()
      .when(openFor([school('0130001A')], { field }))
      .thenRejected({ kind: 'CampaignFieldEmpty', campaign: terms.campaign, considered: 1 });
  });

  it('lists twenty thousand schools in events of two thousand, each school once', () => {
    const candidates = Array.from({ length: 20_001 }, (_, index) =>
      school(String(index).padStart(8, '0'), index % 2 === 0 ? {} : { closedOn: '2000-01-01' }),
    );
    const decision = campaign.decide(openFor(candidates), campaign.initial);
    const events = decision.ok ? decision.value : [];
    const listed = events.flatMap((event) =>
      event.type === 'RespondentsListed' ? [event.data] : [],
    );
    expect(events[0]).toStrictEqual(opened(10_001, 10_000));
    expect(
      listed.map(({ respondents, exclusions }) => [respondents.length, exclusions.length]),
    ).toStrictEqual([...Array.from({ length: 5 }, () => [2_000, 2_000]), [1, 0]]);
    expect(
      listed
        .flatMap(({ respondents, exclusions }) => [...respondents, ...exclusions])
        .map(({ uai }) => uai)
        .sort(),
    ).toStrictEqual(candidates.map(({ uai }) => uai));
  });

  it('refuses a field without a school', () => {
    given()
      .when(openFor([]))
      .thenRejected({ kind: 'CampaignFieldEmpty', campaign: terms.campaign, considered: 0 });
  });

  it('refuses to close before it opens', () => {
    given()
      .when(openFor([school('0130001A')], { closesOn: '2014-03-02' }))
      .thenRejected({
        kind: 'CampaignClosesBeforeItOpens',
        campaign: terms.campaign,
        opensOn: '2014-03-03',
        closesOn: '2014-03-02',
      });
  });

  it('may last one day', () => {
    const only = school('0130001A');
    const oneDay = { closesOn: terms.opensOn };
    given()
      .when(openFor([only], oneDay))
      .then(
        { type: 'CampaignOpened', data: { ...terms, ...oneDay, expected: 1, excluded: 0 } },
        {
          type: 'RespondentsListed',
          data: { campaign: terms.campaign, respondents: [respondentOf(only)], exclusions: [] },
        },
      );
  });

  it.each([[[]], [[closed]], [[closed, reopened]]])(
    'is refused a second time, after %j',
    (since) => {
      given(opened(1, 0), ...since)
        .when(openFor([school('0130001A')]))
        .thenRejected({ kind: 'CampaignAlreadyOpened', campaign: terms.campaign });
    },
  );
});

describe('closing and reopening a campaign', () => {
  const close = { type: 'CloseCampaign', campaign: terms.campaign, reason: null } as const;
  const reopen = { type: 'ReopenCampaign', ...reopening } as const;

  it('closes an open campaign, with or without a reason', () => {
    given(opened(1, 0)).when(close).then(closed);
    given(opened(1, 0), closed, reopened)
      .when({ ...close, reason: 'fin de la prolongation' })
      .then({
        type: 'CampaignClosed',
        data: { campaign: terms.campaign, reason: 'fin de la prolongation' },
      });
  });

  it('reopens a closed campaign until another day, for a reason', () => {
    given(opened(1, 0), closed).when(reopen).then(reopened);
  });

  it('refuses to close or reopen a campaign that was never opened', () => {
    given().when(close).thenRejected({ kind: 'CampaignUnknown', campaign: terms.campaign });
    given().when(reopen).thenRejected({ kind: 'CampaignUnknown', campaign: terms.campaign });
  });

  it('refuses to close twice', () => {
    given(opened(1, 0), closed)
      .when(close)
      .thenRejected({ kind: 'CampaignAlreadyClosed', campaign: terms.campaign });
  });

  it('refuses to reopen an open campaign, and says until when it is open', () => {
    given(opened(1, 0), closed, reopened).when(reopen).thenRejected({
      kind: 'CampaignStillOpen',
      campaign: terms.campaign,
      closesOn: '2014-07-11',
    });
  });

  it('refuses to reopen without a reason, or until a day before the first', () => {
    given(opened(1, 0), closed)
      .when({ ...reopen, reason: '  ' })
      .thenRejected({ kind: 'ReopeningNeedsReason', campaign: terms.campaign });
    given(opened(1, 0), closed)
      .when({ ...reopen, closesOn: '2014-03-02' })
      .thenRejected({
        kind: 'CampaignClosesBeforeItOpens',
        campaign: terms.campaign,
        opensOn: '2014-03-03',
        closesOn: '2014-03-02',
      });
  });

  it('keeps its terms, but for the last day', () => {
    const listed: CampaignEvent = {
      type: 'RespondentsListed',
      data: { campaign: terms.campaign, respondents: [], exclusions: [] },
    };
    expect(fold(campaign, [opened(1, 0), listed, closed, reopened])).toStrictEqual({
      status: 'open',
      ...terms,
      closesOn: '2014-07-11',
      locks: [],
      exceptions: [],
      expected: 1,
      excluded: 0,
    });
  });
});
