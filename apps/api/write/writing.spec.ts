import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { ask, codesOf, fakeApi } from '../../../libs/testing/fake-api.js';
import { createApi } from '../create-api.js';

const fake = fakeApi();
let app: NestFastifyApplication;

beforeAll(async () => {
  app = await createApi(fake.dependencies, fake.config);
});
afterAll(() => app.close());
beforeEach(() => {
  fake.calls.length = 0;
  fake.given.length = 0;
});

describe('writing', () => {
  const submit = `mutation ($input: SubmitResponseInput!, $language: Language) { submitResponse(input: $input, language: $language) {
    ... on Accepted { submissionId contentHash recordedAt position revision effect warnings { code } }
    ... on Refused { problems { code severity field found allowed remedy message rule } } } }`;
  const input = { campaign: 'etic-1d-2014', uai: '0131884C', answers: { nb_ordinateurs_fixes: 0 } };

  it('gives a receipt for what it took in', async () => {
    const answer = await ask(app, {
      as: 'school',
      query: submit,
      variables: { input },
      headers: { 'x-correlation-id': 'campaign-day-1' },
    });

    expect(answer.data).toEqual({
      submitResponse: {
        submissionId: '7b0f5f0e-0000-5000-8000-000000000001',
        contentHash: 'ab'.repeat(32),
        recordedAt: '2014-05-02T08:00:00.000000Z',
        position: '43',
        revision: 1,
        effect: 'RECORDED',
        warnings: [],
      },
    });
    expect(fake.given).toEqual([
      {
        command: {
          type: 'SubmitResponse',
          campaign: 'etic-1d-2014',
          uai: '0131884C',
          expectedRevision: null,
          answers: { nb_ordinateurs_fixes: 0 },
          notConcerned: [],
          justifications: [],
          reason: null,
        },
        origin: { actor: { role: 'school', id: 'head' }, correlationId: 'campaign-day-1' },
      },
    ]);
  });

  it('says all that is wrong, in the language asked for', async () => {
    const wrong = { input: { ...input, answers: { nb_ordinateurs_fixes: '12,5' } } };
    const problem = async (variables: object, headers = {}) => {
      const { data } = await ask(app, { as: 'school', query: submit, variables, headers });
      return (data as { submitResponse: { problems: unknown[] } }).submitResponse.problems;
    };

    expect(await problem(wrong)).toEqual([
      {
        code: 'VALUE_NOT_INTEGER',
        severity: 'ERROR',
        field: 'nb_ordinateurs_fixes',
        found: '12,5',
        allowed: 'un nombre entier de 0 à 5000',
        remedy: 'Corrigez.',
        message: 'Ce n’est pas un nombre entier.',
        rule: null,
      },
    ]);
    expect(await problem(wrong, { 'accept-language': 'en' })).toMatchObject([
      { remedy: 'Mend it.' },
    ]);
    expect(await problem({ ...wrong, language: 'EN' })).toMatchObject([{ remedy: 'Mend it.' }]);
  });

  it.each([
    [
      'openCampaign',
      'operator',
      `input: { campaign: "etic-1d-2015", survey: "etic-1d", schoolYear: "2014-2015", title: "ETIC", opensOn: "2015-03-01", closesOn: "2015-06-30", field: { academies: ["02"], schoolTypes: [ECOLE] } }`,
    ],
    ['closeCampaign', 'operator', 'input: { campaign: "etic-1d-2014" }'],
    [
      'reopenCampaign',
      'operator',
      'input: { campaign: "etic-1d-2014", reason: "retards", closesOn: "2014-07-15" }',
    ],
    [
      'saveDraft',
      'school',
      'input: { campaign: "etic-1d-2014", uai: "0131884C", answers: { nb_classes: 4 } }',
    ],
    ['prefillDraft', 'school', 'input: { campaign: "etic-1d-2014", uai: "0131884C" }'],
    [
      'correctAnswers',
      'school',
      'input: { campaign: "etic-1d-2014", uai: "0131884C", answers: { nb_classes: null }, reason: "erreur" }',
    ],
    [
      'withdrawResponse',
      'school',
      'input: { campaign: "etic-1d-2014", uai: "0131884C", reason: "doublon" }',
    ],
    [
      'returnQuestions',
      'observatory',
      'input: { campaign: "etic-1d-2014", uai: "0131884C", questions: ["nb_classes"], message: "Zéro ?", until: "2014-09-30" }',
    ],
    [
      'confirmAnswer',
      'school',
      'input: { campaign: "etic-1d-2014", uai: "0131884C", question: "nb_classes", justification: "exact" }',
    ],
    [
      'cancelReturn',
      'observatory',
      'input: { campaign: "etic-1d-2014", uai: "0131884C", question: "nb_classes", reason: "erreur" }',
    ],
    [
      'lockAnswers',
      'observatory',
      'input: { campaign: "etic-1d-2014", part: { kind: ACADEMY, code: "02" }, until: "2014-12-31" }',
    ],
    [
      'unlockAnswers',
      'operator',
      'input: { campaign: "etic-1d-2014", part: { kind: COUNTRY, code: "FR" }, reason: "erreur" }',
    ],
    [
      'grantException',
      'observatory',
      'input: { campaign: "etic-1d-2014", part: { kind: SCHOOL, code: "0131884C" }, until: "2014-09-30", reason: "incendie" }',
    ],
    [
      'withdrawException',
      'dsden',
      'input: { campaign: "etic-1d-2014", part: { kind: DEPARTMENT, code: "013" }, reason: "erreur" }',
    ],
    ['validateResponse', 'observatory', 'input: { campaign: "etic-1d-2014", uai: "0131884C" }'],
  ])('takes %s', async (mutation, as, args) => {
    const query = `mutation { ${mutation}(${args}) { __typename ... on Accepted { revision } } }`;

    expect((await ask(app, { as, query })).data).toEqual({
      [mutation]: { __typename: 'Accepted', revision: 1 },
    });
    expect(fake.given).toMatchObject([
      { command: { type: mutation.charAt(0).toUpperCase() + mutation.slice(1) } },
    ]);
  });

  it.each([
    ['observatory', 'COUNTRY', 'FR'],
    ['observatory', 'ACADEMY', '16'],
    ['observatory', 'SCHOOL', '0310001H'],
    ['dsden', 'ACADEMY', '02'],
    ['dsden', 'DEPARTMENT', '084'],
    ['observatory', 'BASSIN', '02104'],
    ['school', 'SCHOOL', '0131884C'],
  ])('lets no %s lock the answers of %s %s', async (as, kind, code) => {
    const query = `mutation { lockAnswers(input: { campaign: "etic-1d-2014",
      part: { kind: ${kind}, code: "${code}" } }) { __typename } }`;

    expect(codesOf(await ask(app, { as, query }))).toEqual(['FORBIDDEN']);
    expect(fake.given).toEqual([]);
  });

  it('lets a school confirm its own answers, and return none', async () => {
    const other = `mutation { confirmAnswer(input: { campaign: "etic-1d-2014", uai: "0130001F",
      question: "nb_classes", justification: "exact" }) { __typename } }`;
    const own = `mutation { returnQuestions(input: { campaign: "etic-1d-2014", uai: "0131884C",
      questions: ["nb_classes"], message: "?", until: "2014-09-30" }) { __typename } }`;

    expect([
      codesOf(await ask(app, { as: 'school', query: other })),
      codesOf(await ask(app, { as: 'school', query: own })),
    ]).toEqual([['FORBIDDEN'], ['FORBIDDEN']]);
  });
});

describe('reviewing', () => {
  const query = `{ observatory { campaign(id: "etic-1d-2014") {
    returns(first: 10, status: OPEN) { totalCount edges { node { uai question status message until returned { by { role } } settled { at } } } }
    locks(first: 10, inForce: true) { edges { node { kind code until inForce } } } } } }`;

  it('shows what was returned and what is locked, within the reach of the account', async () => {
    const answer = await ask(app, { as: 'school', query });
    const away = await ask(app, { query });

    expect(answer.data).toEqual({
      observatory: {
        campaign: {
          returns: {
            totalCount: 1,
            edges: [
              {
                node: {
                  uai: '0131884C',
                  question: 'nb_ordinateurs_fixes',
                  status: 'OPEN',
                  message: 'Zéro ?',
                  until: '2014-09-30',
                  returned: { by: { role: 'observatory' } },
                  settled: null,
                },
              },
            ],
          },
          locks: {
            edges: [{ node: { kind: 'COUNTRY', code: 'FR', until: '2014-12-31', inForce: true } }],
          },
        },
      },
    });
    expect(codesOf(away)).toEqual(['UNAUTHENTICATED']);
  });

  it('shows exceptions to the observatory alone', async () => {
    const exceptions = `{ observatory { campaign(id: "etic-1d-2014") {
      exceptions(first: 10) { edges { node { kind code reason } } } } } }`;

    expect((await ask(app, { as: 'observatory', query: exceptions })).data).toMatchObject({
      observatory: {
        campaign: {
          exceptions: {
            edges: [{ node: { kind: 'SCHOOL', code: '0131884C', reason: 'publication' } }],
          },
        },
      },
    });
    expect(codesOf(await ask(app, { as: 'school', query: exceptions }))).toEqual(['FORBIDDEN']);
  });

  it('tells a school what waits for it, and nobody else what waits for it', async () => {
    const waiting = (uai: string) =>
      `{ observatory { school(uai: "${uai}") { toDo { kind question until } } } }`;

    expect((await ask(app, { as: 'school', query: waiting('0131884C') })).data).toEqual({
      observatory: {
        school: {
          toDo: [{ kind: 'ANSWER_RETURN', question: 'nb_ordinateurs_fixes', until: '2014-09-30' }],
        },
      },
    });
    expect(codesOf(await ask(app, { as: 'school', query: waiting('0130001F') }))).toEqual([
      'FORBIDDEN',
    ]);
  });
});
