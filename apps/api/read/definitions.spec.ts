import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { rmSync } from 'node:fs';

import type { FigureQuery, SeriesBreak } from '#application';
import { readCatalogue, shippedCatalogue } from '#catalogue';
import { schoolYearOfCampaign } from '#kernel';

import { folderWith, tabletsCount } from '../../../libs/testing/candidate.js';
import { ask, codesOf, fakeApi } from '../../../libs/testing/fake-api.js';
import { createApi } from '../create-api.js';

const folder = folderWith({ 'eleves_par_ordinateur_1d.v2.yaml': tabletsCount });
const fake = fakeApi();
const asked: FigureQuery[] = [];
let app: NestFastifyApplication;

const seriesBreak: SeriesBreak = {
  cause: 'definition',
  comparedWith: schoolYearOfCampaign(2017),
  reason: { fr: 'Une raison', en: 'A reason' },
  questions: [],
};

beforeAll(async () => {
  const read = await readCatalogue(shippedCatalogue(), [folder]);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { figures } = fake.dependencies;
  const breaking: typeof figures = {
    ...figures,
    figures: async (query) => {
      asked.push(query);
      const found = await figures.figures({ ...query, indicators: ['eleves_par_ordinateur_1d'] });
      return found.map((figure) => ({ ...figure, definitionVersion: 2, break: seriesBreak }));
    },
  };
  app = await createApi(
    { ...fake.dependencies, catalogue: read.value, figures: breaking },
    fake.config,
  );
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

describe('definitions', () => {
  it('show every version of an indicator, with its date and its reason', async () => {
    const fields = 'version effectiveFrom comparability reason { en }';
    const answer = await ask(app, {
      query: `{ observatory {
        indicator(id: "eleves_par_ordinateur_1d") { version versions { ${fields} } }
        first: indicator(id: "eleves_par_ordinateur_1d@1") { ${fields} }
      } }`,
    });
    const first = { version: 1, effectiveFrom: null, comparability: null, reason: null };
    expect(answer.data).toEqual({
      observatory: {
        indicator: {
          version: 2,
          versions: [
            first,
            {
              version: 2,
              effectiveFrom: '2017-2018',
              comparability: 'BREAK',
              reason: { en: 'Tablets count as computers.' },
            },
          ],
        },
        first,
      },
    });
  });

  it('show what became of the questions of a questionnaire', async () => {
    const answer = await ask(app, {
      query: `{ observatory { questionnaire(survey: "etic-1d", version: "2018") {
        previousVersion changes { question change reason { en } } } } }`,
    });
    const pix = { change: 'COMPARABLE', reason: { en: 'The B2i gives way to Pix from 2019.' } };
    expect(answer.data).toEqual({
      observatory: {
        questionnaire: {
          previousVersion: '2014',
          changes: expect.arrayContaining([
            {
              question: 'debit_internet',
              change: 'BREAK',
              reason: { en: 'The bands of speed changed in 2018.' },
            },
            { question: 'wifi', change: 'ADDED', reason: null },
            { question: 'nb_eleves_b2i_valides', ...pix },
          ]),
        },
      },
    });
  });

  const query = `query ($i: [ID!]!) { observatory { figures(
    indicators: $i, definitions: IN_FORCE, territories: [{ kind: ACADEMY, code: "02" }],
    schoolYears: ["2017-2018"]) {
      definitionVersion indicator { version } break { comparedWith cause reason { fr } questions } } } }`;

  it('choose the version that figures are computed with, and tell where a series breaks', async () => {
    const variables = { i: ['eleves_par_ordinateur_1d', 'eleves_par_ordinateur_1d@1'] };
    const answer = await ask(app, { as: 'operator', query, variables });
    expect(answer.data).toEqual({
      observatory: {
        figures: [
          {
            definitionVersion: 2,
            indicator: { version: 2 },
            break: {
              comparedWith: '2016-2017',
              cause: 'DEFINITION',
              reason: { fr: 'Une raison' },
              questions: [],
            },
          },
        ],
      },
    });
    expect(asked.map(({ indicators, definitions }) => [indicators, definitions])).toEqual([
      [variables.i, 'IN_FORCE'],
    ]);
  });

  it('refuse a version that does not exist', async () => {
    const variables = { i: ['eleves_par_ordinateur_1d@3'] };
    expect(codesOf(await ask(app, { as: 'operator', query, variables }))).toEqual(['NOT_FOUND']);
  });
});
