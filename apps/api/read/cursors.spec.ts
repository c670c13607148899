import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { buildSchema, getNamedType, isObjectType } from 'graphql';

import { ask, endCursorOf, fakeApi } from '../../../libs/testing/fake-api.js';
import { createApi } from '../create-api.js';

const fake = fakeApi();
let app: NestFastifyApplication;
beforeAll(async () => {
  app = await createApi(fake.dependencies, fake.config);
});
afterAll(() => app.close());

const academy = 'kind: ACADEMY, code: "02"';
const figure = `figures(indicators: ["eleves_par_ordinateur_1d"], territories: [{ ${academy} }], schoolYears: ["2013-2014"])`;

const within: Readonly<Record<string, (list: string) => string>> = {
  Observatory: (list) => list,
  Campaign: (list) => `campaign(id: "etic-1d-2014") { ${list} }`,
  Territory: (list) => `territory(${academy}) { ${list} }`,
  Provenance: (list) => `${figure} { provenance { ${list} } }`,
};

const types = Object.values(
  buildSchema(readFileSync('schema.graphql', 'utf8')).getTypeMap(),
).filter(isObjectType);

const lists = types.flatMap((type) =>
  Object.values(type.getFields())
    .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
    .map((field) => {
      const needed = field.args.some(({ name }) => name === 'import') ? ', import: "i1"' : '';
      return { of: type.name, field: field.name, needed };
    }),
);

type Listed = (typeof lists)[number];

const askList = ({ of, field, needed }: Listed, after: string | null) => {
  const list = `asked: ${field}(first: 1, after: $after${needed}) { pageInfo { endCursor } }`;
  const query = `query ($after: String) { observatory { ${within[of]?.(list) ?? of} } }`;
  return ask(app, { as: 'operator', query, variables: { after } });
};

const refusal = (found: string) => [
  expect.objectContaining({ code: 'BAD_REQUEST', field: 'after', found }) as unknown,
];

const refused = async (list: Listed, after: string) => {
  const { errors } = await askList(list, after);
  return errors?.map(({ extensions }) => extensions);
};

const endsOfLists = async () => {
  const ends = await Promise.all(
    lists.map(async (list) => endCursorOf((await askList(list, null)).data)),
  );
  return lists.flatMap((list, index) => {
    const end = ends[index];
    return end === undefined ? [] : [{ list, end }];
  });
};

describe('a cursor', () => {
  it.each(lists)('that $field of $of did not make is refused by it, and named', async (list) => {
    for (const junk of ['xyz', '', 'MDEzMDAwMUY', 'é’'])
      expect(await refused(list, junk)).toEqual(refusal(junk));
  });

  it('of one list is refused by every other', async () => {
    const made = await endsOfLists();
    expect(made.length).toBeGreaterThan(10);
    for (const { list, end } of made)
      for (const other of lists.filter((one) => one !== list))
        expect(await refused(other, end)).toEqual(refusal(end));
  });

  it('that was cut is refused', async () => {
    const sealed = (await endsOfLists()).filter(({ list }) => list.field !== 'revisions');
    for (const { list, end } of sealed)
      expect(await refused(list, end.slice(0, -1))).toEqual(refusal(end.slice(0, -1)));
  });

  it('of a list is where its next page begins', async () => {
    for (const { list, end } of await endsOfLists())
      expect((await askList(list, end)).errors).toBeUndefined();
  });
});
