import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { ask, codesOf, endCursorOf, fakeApi } from '../../libs/testing/fake-api.js';
import { createApi } from './create-api.js';

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

describe('reading', () => {
  it('answers everything at the position that the read models have reached', async () => {
    const answer = await ask(app, { query: '{ observatory { position geography } }' });

    expect(answer).toEqual({
      status: 200,
      data: { observatory: { position: '42', geography: 'THEN' } },
      extensions: { cost: 1 },
    });
  });

  it('waits for a position, a bounded time, then says how far it is', async () => {
    const query = 'query ($p: Position) { observatory(atLeast: $p) { position } }';
    const reached = await ask(app, { query, variables: { p: '42' } });
    const behind = await ask(app, { query, variables: { p: '43' } });

    expect(reached.data).toEqual({ observatory: { position: '42' } });
    expect(codesOf(behind)).toEqual(['READ_MODEL_BEHIND']);
    expect(behind.errors?.[0]?.extensions).toMatchObject({ position: '42', atLeast: '43' });
  });

  it('says what a scalar takes, and what it was given', async () => {
    const query = '{ observatory(asOfInstant: "2026-03-29T02:30:00") { position } }';
    const { errors } = await ask(app, { query });
    expect(errors?.[0]?.message).toBe(
      'DateTime : il faut un instant ISO 8601 avec son fuseau, et non "2026-03-29T02:30:00".',
    );
  });

  it('refuses to tell what is known at a position that does not exist yet', async () => {
    expect(codesOf(await ask(app, { query: '{ observatory(asOf: "99") { position } }' }))).toEqual([
      'BAD_REQUEST',
    ]);
  });

  it('shows the directory page by page, without a token', async () => {
    const query = `query ($after: String) { observatory { schools(first: 2, after: $after) {
      edges { node { uai } } pageInfo { hasNextPage endCursor } } } }`;
    const first = await ask(app, { query });
    const after = endCursorOf(first.data);
    const second = await ask(app, { query, variables: { after } });

    expect([first.data, second.data]).toEqual([
      {
        observatory: {
          schools: {
            edges: [{ node: { uai: '0130001F' } }, { node: { uai: '0131884C' } }],
            pageInfo: {
              hasNextPage: true,
              endCursor: expect.stringContaining('0131884C') as unknown,
            },
          },
        },
      },
      {
        observatory: {
          schools: {
            edges: [{ node: { uai: '0310001H' } }, { node: { uai: '0840001V' } }],
            pageInfo: {
              hasNextPage: false,
              endCursor: expect.stringContaining('0840001V') as unknown,
            },
          },
        },
      },
    ]);
  });

  it('counts a list only when its total is asked for', async () => {
    const filter = 'filter: { academies: ["02"] }';
    await ask(app, {
      query: `{ observatory { schools(first: 1, ${filter}) { edges { node { uai } } } } }`,
    });
    expect(fake.calls).toEqual([]);

    const counted = await ask(app, {
      query: `{ observatory { schools(first: 1, ${filter}) { totalCount } } }`,
    });
    expect(fake.calls).toEqual(['count']);
    expect(counted.data).toEqual({ observatory: { schools: { totalCount: 3 } } });
  });

  it('wants the size of a page, from 1 to 100', async () => {
    const ofSize = (first: string) =>
      ask(app, { query: `{ observatory { schools${first} { totalCount } } }` });

    const answers = await Promise.all([
      ofSize(''),
      ofSize('(first: 0)'),
      ofSize('(first: 101)'),
      ofSize('(first: 100)'),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 200]);
  });

  it('suggests the nearest schools for one that is unknown', async () => {
    const answer = await ask(app, {
      query: '{ observatory { position school(uai: "0131885D") { name } } }',
    });

    expect(answer.data).toEqual({ observatory: { position: '42', school: null } });
    expect(codesOf(answer)).toEqual(['NOT_FOUND']);
    expect(answer.errors?.[0]?.extensions['nearest']).toEqual(['0130001F', '0131884C', '0310001H']);
  });

  it('says which letter a misspelt UAI should end with', async () => {
    const answer = await ask(app, {
      query: '{ observatory { school(uai: "0131884Z") { name } } }',
    });

    expect([answer.status, answer.errors?.[0]?.message]).toEqual([
      400,
      expect.stringContaining('0131884C'),
    ]);
  });

  it('walks the map from a school up to the country, and down again', async () => {
    const answer = await ask(app, {
      query: `{ observatory {
        school(uai: "0131884C") { name department { name parent { name parent { name parent { name } } } } }
        territory(kind: ACADEMY, code: "02") { children { code } schools(first: 1) { totalCount } }
        normandie: territory(kind: ACADEMY, code: "70") { validFrom legalBasis predecessors { name validUntil } }
      } }`,
    });

    expect(answer.data).toEqual({
      observatory: {
        school: {
          name: 'Collège Belle de Mai',
          department: {
            name: 'Bouches-du-Rhône',
            parent: {
              name: 'Aix-Marseille',
              parent: { name: 'Provence-Alpes-Côte d’Azur', parent: { name: 'France' } },
            },
          },
        },
        territory: { children: [{ code: '013' }, { code: '084' }], schools: { totalCount: 3 } },
        normandie: {
          validFrom: '2020-01-01',
          legalBasis: 'Décret 2019-1056',
          predecessors: [{ name: 'Caen', validUntil: '2019-12-31' }],
        },
      },
    });
  });

  it('shows the catalogue and the published figures to everybody', async () => {
    const answer = await ask(app, {
      query: `{ observatory {
        indicators(first: 1) { totalCount edges { node { id label { fr } denominator scope targets { territoryCode value } } } }
        questionnaire(survey: "etic-1d", version: "2014") { reconstructed lastCampaign sections { questions { code type min askedWhen } } }
        references(first: 10, territory: { kind: ACADEMY, code: "02" }) { edges { node { indicatorId value source } } }
        elsewhere: references(first: 10, territory: { kind: ACADEMY, code: "16" }) { totalCount }
      } }`,
    });

    expect(answer).toMatchObject({
      status: 200,
      data: {
        observatory: {
          indicators: {
            totalCount: 2,
            edges: [
              {
                node: {
                  id: 'eleves_par_ordinateur_1d',
                  label: { fr: 'Élèves par ordinateur' },
                  denominator: 'nb_ordinateurs_fixes',
                  scope: null,
                  targets: [{ territoryCode: '02', value: '10' }],
                },
              },
            ],
          },
          questionnaire: {
            reconstructed: true,
            lastCampaign: null,
            sections: [
              {
                questions: [
                  { code: 'nb_ordinateurs_fixes', type: 'INTEGER', min: '0', askedWhen: null },
                ],
              },
            ],
          },
          references: {
            edges: [
              {
                node: {
                  indicatorId: 'eleves_par_ordinateur_1d',
                  value: '15.56',
                  source: 'feuille de route',
                },
              },
            ],
          },
          elsewhere: { totalCount: 0 },
        },
      },
    });
  });
});

describe('figures', () => {
  const query = `query ($i: [ID!]!, $t: [TerritoryInput!]!, $y: [SchoolYear!]!) {
    observatory(geography: CURRENT) { figures(indicators: $i, territories: $t, schoolYears: $y) {
      indicatorId indicator { label { fr } } territory { kind code name } schoolYear segment { schoolType sector }
      value numerator denominator used coverage { expected received } responseRate status missingReason
      confidentiality synthetic position } } }`;
  const variables = {
    i: ['eleves_par_ordinateur_1d'],
    t: [{ kind: 'ACADEMY', code: '02' }],
    y: ['2013-2014'],
  };

  it('are never bare numbers', async () => {
    const answer = await ask(app, { as: 'observatory', query, variables });

    expect(answer).toEqual({
      status: 200,
      data: {
        observatory: {
          figures: [
            {
              indicatorId: 'eleves_par_ordinateur_1d',
              indicator: { label: { fr: 'Élèves par ordinateur' } },
              territory: { kind: 'ACADEMY', code: '02', name: 'Aix-Marseille' },
              schoolYear: '2013-2014',
              segment: { schoolType: null, sector: null },
              value: '15.56',
              numerator: '7780',
              denominator: '500',
              used: 4,
              coverage: { expected: 10, received: 4 },
              responseRate: '40.00',
              status: 'NORMAL',
              missingReason: null,
              confidentiality: 'N',
              synthetic: false,
              position: '42',
            },
          ],
        },
      },
      extensions: { cost: 7 },
    });
    expect(fake.calls).toEqual(['figures CURRENT']);
  });

  it('name an indicator that does not exist', async () => {
    const answer = await ask(app, {
      as: 'operator',
      query,
      variables: { ...variables, i: ['nb_minitels'] },
    });

    expect(codesOf(answer)).toEqual(['NOT_FOUND']);
    expect(answer.errors?.[0]?.extensions['unknown']).toEqual(['nb_minitels']);
  });

  it('are at most a thousand at once', async () => {
    const many = Array.from({ length: 1_001 }, () => 'eleves_par_ordinateur_1d');
    const answer = await ask(app, {
      as: 'operator',
      query: query.replace('territory { kind code name }', ''),
      variables: { ...variables, i: many },
    });

    expect(codesOf(answer)).toEqual(['QUERY_TOO_COSTLY']);
    expect(fake.calls).toEqual([]);
  });

  it('of coverage are asked of the reader once for a whole list of territories', async () => {
    const answer = await ask(app, {
      as: 'observatory',
      query: `{ observatory { territory(kind: ACADEMY, code: "02") {
        coverage(campaign: "etic-1d-2014") { expected responseRate territory { name } }
        children { code coverage(campaign: "etic-1d-2014") { received } } } } }`,
    });

    expect(answer.data).toEqual({
      observatory: {
        territory: {
          coverage: { expected: 10, responseRate: '40.00', territory: { name: 'Aix-Marseille' } },
          children: [
            { code: '013', coverage: { received: 4 } },
            { code: '084', coverage: { received: 4 } },
          ],
        },
      },
    });
    expect(fake.calls).toEqual(['coverage of 3']);
  });
});

describe('campaigns and responses', () => {
  it('show who has answered, within the reach of the account', async () => {
    const query = `{ observatory { campaign(id: "etic-1d-2014") { title status questionnaire { version }
      respondents(first: 10) { totalCount edges { node { uai status } } } } } }`;
    const uais = async (as: string) => {
      const { data } = await ask(app, { as, query });
      const { edges } = (
        data as {
          observatory: { campaign: { respondents: { edges: { node: { uai: string } }[] } } };
        }
      ).observatory.campaign.respondents;
      return edges.map(({ node }) => node.uai);
    };

    expect(await uais('operator')).toEqual(['0130001F', '0131884C', '0310001H']);
    expect(await uais('observatory')).toEqual(['0130001F', '0131884C']);
    expect(await uais('school')).toEqual(['0131884C']);
  });

  it('show the answers of a school in their four states, zero among them', async () => {
    const answer = await ask(app, {
      as: 'school',
      query: `{ observatory { response(campaign: "etic-1d-2014", uai: "0131884C") {
        status revision questionnaireKey answers { question state value } history { type } } } }`,
    });

    expect(answer.data).toEqual({
      observatory: {
        response: {
          status: 'SUBMITTED',
          revision: 1,
          questionnaireKey: 'etic-1d@2014',
          answers: [
            { question: 'nb_ordinateurs_fixes', state: 'ANSWERED', value: 0 },
            { question: 'wifi', state: 'NOT_ASKED', value: null },
          ],
          history: [],
        },
      },
    });
  });
});
