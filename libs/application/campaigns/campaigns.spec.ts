import { describe, expect, it } from '@jest/globals';

import { smallObservatory, testContext, testUai } from '../../testing/small-observatory.js';
import type { Outcome } from '../receipt.js';
import { openCampaign, type OpenCampaignInput } from './open-campaign.js';
import { closeCampaign, reopenCampaign } from './run-campaign.js';

const essai2014: OpenCampaignInput = {
  survey: 'essai',
  year: 2014,
  opensOn: '2014-03-03',
  closesOn: '2014-06-30',
  field: { academies: ['02'] },
};

const codesOf = (outcome: Outcome) =>
  outcome.ok ? [] : outcome.error.map(({ code, field, found }) => [code, field, found]);

describe('opening a campaign', () => {
  it('freezes the open schools of the field and answers with a receipt', async () => {
    const { services, store } = smallObservatory();

    const outcome = await openCampaign(
      services,
      { ...essai2014, exclude: [` ${testUai(2).toLowerCase()} `] },
      testContext,
    );

    const [opened, listed] = await store.readStream('campaign-essai-2014');
    expect(outcome).toEqual({
      ok: true,
      value: {
        submissionId: listed?.id,
        stream: 'campaign-essai-2014',
        revision: 2,
        position: listed?.position,
        recordedAt: listed?.recordedAt,
        contentHash: null,
        effect: 'recorded',
        warnings: [],
      },
    });
    expect([opened?.data, opened?.metadata]).toEqual([
      {
        campaign: 'essai-2014',
        survey: 'essai',
        version: '1',
        schoolYear: '2013-2014',
        title: 'Essai, 2014',
        opensOn: '2014-03-03',
        closesOn: '2014-06-30',
        field: { academies: ['02'], degrees: ['1D'] },
        expected: 4,
        excluded: 3,
      },
      { ...testContext, cause: 'definition-change', academy: '02' },
    ]);
    const campaign = await services.register.campaign('essai-2014');
    expect([...(campaign?.respondents.keys() ?? [])]).toEqual([1, 3, 4, 5].map(testUai));
    expect([...(campaign?.exclusions ?? [])]).toEqual([
      [testUai(2), 'named'],
      [testUai(6), 'closed'],
      [testUai(7), 'not-yet-open'],
    ]);
  });

  it('takes the version of the questionnaire that serves the year', async () => {
    const { services } = smallObservatory();
    await openCampaign(services, { ...essai2014, year: 2016 }, testContext);
    const campaign = await services.register.campaign('essai-2016');
    expect([campaign?.questionnaire, campaign?.schoolYear]).toEqual(['essai@2', '2015-2016']);
  });

  it('may bear another name, and a mark that it is made up', async () => {
    const { services, store } = smallObservatory();
    await openCampaign(
      services,
      { ...essai2014, campaign: 'essai-toulouse', title: 'Toulouse', field: {} },
      { ...testContext, synthetic: true },
    );
    const [opened] = await store.readStream('campaign-essai-toulouse');
    expect(opened?.metadata).toEqual({
      ...testContext,
      cause: 'definition-change',
      synthetic: true,
    });
  });

  it.each<[string, Partial<OpenCampaignInput>, (readonly string[])[]]>([
    ['an unknown survey', { survey: 'etic' }, [['QUESTIONNAIRE_UNKNOWN', 'survey', 'etic 2014']]],
    [
      'a year without a version',
      { year: 2013 },
      [['QUESTIONNAIRE_UNKNOWN', 'survey', 'essai 2013']],
    ],
    [
      'an id that is not a slug',
      { campaign: 'Éssai' },
      [['CAMPAIGN_ID_MALFORMED', 'campaign', 'Éssai']],
    ],
    [
      'a title without end',
      { title: 'x'.repeat(2_001) },
      [['TEXT_REFUSED', 'title', `${'x'.repeat(79)}…`]],
    ],
    [
      'days that are not',
      { opensOn: '3 mars', closesOn: '2014-02-30' },
      [
        ['DATE_MALFORMED', 'opensOn', '3 mars'],
        ['DATE_MALFORMED', 'closesOn', '2014-02-30'],
      ],
    ],
    [
      'an unknown part of the field',
      { field: { academies: ['2'], departments: ['13'], schoolTypes: ['LYCEE'], sectors: ['X'] } },
      [
        ['CAMPAIGN_FIELD_UNKNOWN', 'field.academies', '2'],
        ['CAMPAIGN_FIELD_UNKNOWN', 'field.departments', '13'],
        ['CAMPAIGN_FIELD_UNKNOWN', 'field.schoolTypes', 'LYCEE'],
        ['CAMPAIGN_FIELD_UNKNOWN', 'field.sectors', 'X'],
      ],
    ],
    [
      'days the wrong way round',
      { closesOn: '2014-03-02' },
      [['CAMPAIGN_DATES_REVERSED', 'closesOn', '2014-03-02']],
    ],
    [
      'a field without a school',
      { field: { academies: ['70'] } },
      [['CAMPAIGN_FIELD_EMPTY', 'field', '0']],
    ],
    [
      'misspelt exclusions',
      { exclude: ['0130001A', 'école', testUai(99)] },
      [
        ['UAI_CHECK_LETTER_WRONG', 'uai', '0130001A'],
        ['UAI_MALFORMED', 'uai', 'école'],
        ['UNKNOWN_SCHOOL', 'uai', testUai(99)],
      ],
    ],
  ])('is refused for %s, and freezes nothing', async (_why, change, problems) => {
    const { services, store } = smallObservatory();
    const outcome = await openCampaign(services, { ...essai2014, ...change }, testContext);
    expect(codesOf(outcome)).toEqual(problems);
    expect(await store.head()).toBe(0n);
  });

  it('is refused for schools that another campaign of that year expects, whatever its name', async () => {
    const { services, store } = smallObservatory();
    await openCampaign(services, essai2014, testContext);
    const again = { ...essai2014, campaign: 'essai-bis' };
    const head = await store.head();
    expect(codesOf(await openCampaign(services, again, testContext))).toEqual([
      ['CAMPAIGN_SCHOOLS_EXPECTED_ELSEWHERE', 'field', `${testUai(1)} + 4`],
    ]);
    expect(await store.head()).toBe(head);

    const exclude = [2, 3, 4, 5].map(testUai);
    expect(codesOf(await openCampaign(services, { ...again, exclude }, testContext))).toEqual([
      ['CAMPAIGN_SCHOOLS_EXPECTED_ELSEWHERE', 'field', testUai(1)],
    ]);
    const elsewhere = { ...again, field: { academies: ['16'] } };
    const nextYear = { ...again, campaign: 'essai-2015', year: 2015 };
    expect((await openCampaign(services, elsewhere, testContext)).ok).toBe(true);
    expect((await openCampaign(services, nextYear, testContext)).ok).toBe(true);
  });

  it('is refused a second time', async () => {
    const { services } = smallObservatory();
    await openCampaign(services, essai2014, testContext);
    expect(codesOf(await openCampaign(services, essai2014, testContext))).toEqual([
      ['CAMPAIGN_ALREADY_OPENED', 'campaign', 'essai-2014'],
    ]);
  });
});

describe('closing and reopening a campaign', () => {
  const campaign = 'essai-2014';
  const statusOf = async ({ services }: ReturnType<typeof smallObservatory>) => {
    const found = await services.register.campaign(campaign);
    return [found?.status, found?.closesOn, found?.revision];
  };

  it('is seen at once by whoever asks next', async () => {
    const observatory = smallObservatory();
    const { services } = observatory;
    await openCampaign(services, essai2014, testContext);
    expect(await statusOf(observatory)).toEqual(['open', '2014-06-30', 2]);

    await closeCampaign(services, { campaign }, testContext);
    expect(await statusOf(observatory)).toEqual(['closed', '2014-06-30', 3]);

    const reason = 'panne du portail';
    await reopenCampaign(services, { campaign, reason, closesOn: '2014-07-11' }, testContext);
    expect(await statusOf(observatory)).toEqual(['open', '2014-07-11', 4]);
  });

  it('is refused in words', async () => {
    const { services } = smallObservatory();
    const closesOn = '2014-07-11';
    const refused = async (work: Promise<Outcome>) => codesOf(await work);
    expect(await refused(closeCampaign(services, { campaign }, testContext))).toEqual([
      ['CAMPAIGN_UNKNOWN', 'campaign', campaign],
    ]);
    await openCampaign(services, essai2014, testContext);
    expect(
      await refused(reopenCampaign(services, { campaign, reason: 'x', closesOn }, testContext)),
    ).toEqual([['CAMPAIGN_STILL_OPEN', 'campaign', campaign]]);
    await closeCampaign(services, { campaign }, testContext);
    expect(await refused(closeCampaign(services, { campaign }, testContext))).toEqual([
      ['CAMPAIGN_ALREADY_CLOSED', 'campaign', campaign],
    ]);
    expect(
      await refused(reopenCampaign(services, { campaign, reason: '', closesOn }, testContext)),
    ).toEqual([['REASON_REQUIRED', 'reason', '']]);
    expect(
      await refused(
        reopenCampaign(services, { campaign, reason: 'x', closesOn: 'demain' }, testContext),
      ),
    ).toEqual([['DATE_MALFORMED', 'closesOn', 'demain']]);
  });
});
