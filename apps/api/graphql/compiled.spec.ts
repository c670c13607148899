import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { ask, fakeApi } from '../../../libs/testing/fake-api.js';
import { createApi } from '../create-api.js';

const input = { campaign: 'etic-1d-2014', uai: '0131884C', answers: { nb_ordinateurs_fixes: 0 } };
const outcome =
  '{ __typename ... on Accepted { revision effect warnings { code } } ... on Refused { problems { code severity } } }';
const submit = `mutation ($input: SubmitResponseInput!) { submitResponse(input: $input) ${outcome} }`;

/** Shapes that a compiler may get wrong: enums, unions, fragments, defaults, nulls, errors, directives. */
const shapes = [
  { query: '{ observatory { position geography } }' },
  { query: 'query ($g: Geography! = CURRENT) { observatory(geography: $g) { geography } }' },
  {
    query: 'query ($g: Geography!) { observatory(geography: $g) { geography } }',
    variables: { g: 'THEN' },
  },
  { query: '{ observatory { position school(uai: "0131885D") { name } } }' },
  { query: '{ observatory(atLeast: "99") { position } }' },
  {
    query: 'query ($s: Boolean!) { observatory { position @skip(if: $s) geography } }',
    variables: { s: true },
  },
  {
    query:
      'fragment F on Territory { code name parent { ...G } } fragment G on Territory { code } { observatory { territory(kind: ACADEMY, code: "02") { ...F children { ...G } predecessors { code } } } }',
  },
  {
    query:
      '{ observatory { schools(first: 2, filter: { degrees: [FIRST] }) { totalCount edges { node { uai degree sector pupils } } } } }',
  },
  {
    query:
      '{ observatory { indicators(first: 5) { edges { node { id aggregation direction denominator scope targets { value } } } } } }',
  },
  {
    query: `query ($t: [TerritoryInput!]!) { observatory { figures(indicators: ["eleves_par_ordinateur_1d"], territories: $t, schoolYears: ["2013-2014"], breakdown: [SECTOR]) {
      indicator { label { fr } } territory { name } value status missingReason position } } }`,
    variables: {
      t: [
        { kind: 'ACADEMY', code: '02' },
        { kind: 'COUNTRY', code: 'FR' },
      ],
    },
  },
  {
    query:
      '{ observatory { response(campaign: "etic-1d-2014", uai: "0131884C") { status answers { state value } } } }',
  },
  { query: submit, variables: { input } },
  { query: submit, variables: { input: { ...input, answers: { nb_ordinateurs_fixes: '12,5' } } } },
  {
    query:
      `mutation { saveDraft(input: { campaign: "c", uai: "0131884C", answers: { a: [“x”], b: null } }) ${outcome} }`.replace(
        /[“”]/g,
        '"',
      ),
  },
  {
    query: 'query A { observatory { position } } query B { observatory { geography } }',
    operationName: 'B',
  },
  {
    query: 'query A { observatory { position } } query B { observatory { geography } }',
    operationName: 'A',
  },
] as const;

const withoutCorrelation = (answer: object): unknown =>
  JSON.parse(
    JSON.stringify(answer, (key, value: unknown) => (key === 'correlationId' ? undefined : value)),
  );

describe('compiled queries', () => {
  const fake = fakeApi();
  let compiled: NestFastifyApplication;
  let interpreted: NestFastifyApplication;

  beforeAll(async () => {
    const { graphql } = fake.config;
    compiled = await createApi(fake.dependencies, {
      ...fake.config,
      graphql: { ...graphql, jit: true },
    });
    interpreted = await createApi(fake.dependencies, {
      ...fake.config,
      graphql: { ...graphql, jit: false },
    });
  });
  afterAll(() => Promise.all([compiled.close(), interpreted.close()]));

  it.each(shapes.map((shape) => [shape.query.slice(0, 70), shape] as const))(
    'answer as interpreted ones do: %s',
    async (_, shape) => {
      const expected = withoutCorrelation(await ask(interpreted, { as: 'operator', ...shape }));
      const answers = [];
      for (let time = 1; time <= 3; time += 1) {
        answers.push(withoutCorrelation(await ask(compiled, { as: 'operator', ...shape })));
      }
      expect(answers).toEqual([expected, expected, expected]);
    },
  );
});
