import { describe, expect, it } from '@jest/globals';

import { smallObservatory, testContext, testUai } from '../../testing/small-observatory.js';
import { openCampaign } from '../campaigns/open-campaign.js';
import type { Outcome } from '../receipt.js';
import { contentHashOf } from './assessment.js';
import { prefillDraft, saveDraft } from './draft.js';
import { withdrawResponse } from './lifecycle.js';
import { submitResponse } from './submit.js';

type Observatory = ReturnType<typeof smallObservatory>;

const openYear = async ({ services, moment }: Observatory, year: number) => {
  moment.now = `${year}-04-01T10:00:00Z`;
  const days = { opensOn: `${year}-03-03`, closesOn: `${year}-06-30` };
  const field = { academies: ['02'] };
  await openCampaign(services, { survey: 'essai', year, field, ...days }, testContext);
};

const opened = async () => {
  const observatory = smallObservatory();
  await openYear(observatory, 2014);
  return observatory;
};

const about = { campaign: 'essai-2014', uai: testUai(1) };
const stream = `response-essai-2014.${testUai(1)}`;

const summary = (outcome: Outcome) =>
  outcome.ok
    ? [outcome.value.effect, outcome.value.revision]
    : outcome.error.map(({ code, field, found, allowed }) => [code, field, found, allowed.fr]);

const save = async (
  { services }: Observatory,
  answers: Record<string, unknown>,
  expectedRevision: number | null,
) =>
  summary(
    await saveDraft(
      services,
      { ...about, declaration: { answers }, expectedRevision },
      testContext,
    ),
  );

describe('saving a draft', () => {
  it('keeps what is there so far, complete or not, and gives its hash', async () => {
    const { services, store } = await opened();
    const declaration = { answers: { nb_ordinateurs: 1, nb_recents: 2 }, notConcerned: [] };
    const outcome = await saveDraft(
      services,
      { ...about, declaration, expectedRevision: 0 },
      testContext,
    );
    const [saved] = await store.readStream(stream);
    expect([saved?.type, saved?.data]).toEqual(['DraftSaved', { ...about, ...declaration }]);
    expect(outcome.ok && outcome.value.contentHash).toBe(contentHashOf(declaration));
  });

  it('changes nothing the second time', async () => {
    const observatory = await opened();
    expect([
      await save(observatory, { nb_eleves: 50 }, 0),
      await save(observatory, { nb_eleves: 50 }, 0),
    ]).toEqual([
      ['recorded', 1],
      ['unchanged', 1],
    ]);
  });

  it('refuses what is no answer to the question', async () => {
    const observatory = await opened();
    expect(await save(observatory, { nb_eleves: -1 }, 0)).toEqual([
      ['VALUE_BELOW_MINIMUM', 'nb_eleves', '-1', 'un nombre entier entre 0 et 2\u202f000'],
    ]);
  });

  it('tells the second of two people what stands now, question by question', async () => {
    const observatory = await opened();
    await save(observatory, { nb_eleves: 50, nb_ordinateurs: 4 }, 0);
    await save(observatory, { nb_eleves: 50, nb_ordinateurs: 6, ent_deploye: true }, 1);

    expect(await save(observatory, { nb_eleves: 50, nb_ordinateurs: 5, surface: 1 }, 1)).toEqual([
      ['DRAFT_CONFLICT', 'expectedRevision', '1', '2'],
      ['DRAFT_CONFLICT', 'ent_deploye', '', 'true'],
      ['DRAFT_CONFLICT', 'nb_ordinateurs', '5', '6'],
    ]);
    expect(await save(observatory, { nb_eleves: 50, nb_ordinateurs: 5 }, 2)).toEqual([
      'recorded',
      3,
    ]);
  });

  it('tells one of two people who begin at the same time', async () => {
    const observatory = await opened();
    const outcomes = await Promise.all([
      save(observatory, { nb_eleves: 50 }, 0),
      save(observatory, { nb_eleves: 60 }, 0),
    ]);
    expect(outcomes).toEqual([
      ['recorded', 1],
      [
        ['DRAFT_CONFLICT', 'expectedRevision', '0', '1'],
        ['DRAFT_CONFLICT', 'nb_eleves', '60', '50'],
      ],
    ]);
  });

  it('overwrites when nobody says what they saw', async () => {
    const observatory = await opened();
    await save(observatory, { nb_eleves: 50 }, 0);
    expect(await save(observatory, { nb_eleves: 60 }, null)).toEqual(['recorded', 2]);
  });

  it('is too late once the response is submitted', async () => {
    const observatory = await opened();
    const declaration = { answers: { nb_eleves: 50 } };
    await submitResponse(observatory.services, { ...about, declaration }, testContext);
    expect(await save(observatory, { nb_eleves: 51 }, 1)).toEqual([
      ['ALREADY_SUBMITTED', '', 'submitted', 'une correction, avec son motif'],
    ]);
  });
});

describe('filling a draft in', () => {
  const answers = {
    nb_eleves: 40,
    nb_ordinateurs: 8,
    nb_recents: 2,
    surface: '12.5',
    ent_deploye: true,
    ent_solution: 'ent_ecole',
    maintenance: ['academie'],
  };

  const prefilled = async (observatory: Observatory, year: number) => {
    const { services, store } = observatory;
    const address = { campaign: `essai-${year}`, uai: testUai(1) };
    const outcome = await prefillDraft(services, address, testContext);
    const event = (await store.readStream(`response-essai-${year}.${testUai(1)}`)).at(-1);
    return [summary(outcome), event?.data];
  };

  it('takes the answers of the year before, and this year’s head count', async () => {
    const observatory = await opened();
    const { services } = observatory;
    await submitResponse(services, { ...about, declaration: { answers } }, testContext);
    await openYear(observatory, 2015);

    expect(await prefilled(observatory, 2015)).toEqual([
      ['recorded', 1],
      {
        campaign: 'essai-2015',
        uai: testUai(1),
        answers: { ...answers, nb_eleves: 50 },
        notConcerned: [],
        fromCampaign: 'essai-2014',
      },
    ]);
  });

  it('keeps of another version what compares and is still an answer', async () => {
    const observatory = await opened();
    const { services } = observatory;
    await submitResponse(services, { ...about, declaration: { answers } }, testContext);
    await openYear(observatory, 2016);

    expect((await prefilled(observatory, 2016))[1]).toEqual({
      campaign: 'essai-2016',
      uai: testUai(1),
      answers: {
        nb_eleves: 50,
        nb_ordinateurs: 8,
        surface: '12.5',
        ent_deploye: true,
        maintenance: ['academie'],
      },
      notConcerned: [],
      fromCampaign: 'essai-2014',
    });
  });

  it('looks further back when the year before has no answers that stand', async () => {
    const observatory = await opened();
    const { services } = observatory;
    const declaration = { answers: { nb_eleves: 40, nb_ordinateurs: 8 } };
    await submitResponse(services, { ...about, declaration }, testContext);
    await openYear(observatory, 2015);
    const in2015 = { campaign: 'essai-2015', uai: testUai(1) };
    const other = { answers: { nb_eleves: 41, nb_ordinateurs: 9 } };
    await submitResponse(services, { ...in2015, declaration: other }, testContext);
    await withdrawResponse(services, { ...in2015, reason: 'erreur' }, testContext);
    await openYear(observatory, 2016);

    expect((await prefilled(observatory, 2016))[1]).toMatchObject({
      answers: { nb_eleves: 50, nb_ordinateurs: 8 },
      fromCampaign: 'essai-2014',
    });
  });

  it('has the head count alone for a school that never answered', async () => {
    const observatory = await opened();
    expect(await prefilled(observatory, 2014)).toEqual([
      ['recorded', 1],
      { ...about, answers: { nb_eleves: 50 }, notConcerned: [], fromCampaign: null },
    ]);
  });

  it('has nothing for a school without a head count that never answered', async () => {
    const { services } = await opened();
    const address = { campaign: 'essai-2014', uai: testUai(5) };
    const outcome = await prefillDraft(services, address, testContext);
    expect(outcome.ok ? [] : outcome.error.map(({ code }) => code)).toEqual(['NOTHING_TO_PREFILL']);
  });

  it('neither repeats itself nor overwrites a draft that was begun', async () => {
    const observatory = await opened();
    await prefilled(observatory, 2014);
    expect((await prefilled(observatory, 2014))[0]).toEqual(['unchanged', 1]);
    await save(observatory, { nb_eleves: 50, nb_ordinateurs: 1 }, 1);
    expect((await prefilled(observatory, 2014))[0]).toEqual([
      ['DRAFT_ALREADY_STARTED', '', '', 'une réponse pas encore commencée'],
    ]);
  });

  it('does not serve a school that is not expected', async () => {
    const { services } = await opened();
    const address = { campaign: 'essai-2014', uai: testUai(6) };
    const outcome = await prefillDraft(services, address, testContext);
    expect(outcome.ok ? [] : outcome.error.map(({ code }) => code)).toEqual([
      'SCHOOL_NOT_EXPECTED',
    ]);
  });
});
