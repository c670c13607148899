import { readFileSync } from 'node:fs';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import {
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  printSchema,
} from 'graphql';

import { allowedKey } from '#platform';

import { GraphqlController } from './graphql/graphql.controller.js';
import { QuestionnaireFilesController } from './files/questionnaire-files.controller.js';
import { UploadController } from './files/upload.controller.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { GraphiqlController } from './pages/graphiql.controller.js';
import { HealthController } from './pages/health.controller.js';
import { LandingController } from './pages/landing.controller.js';
import { PublicationsController } from './publications/publications.controller.js';
import { readResolvers, writeResolvers } from './resolvers.js';
import { buildSchema } from './schema.js';

let schema: GraphQLSchema;
let types: readonly GraphQLNamedType[];

beforeAll(async () => {
  schema = await buildSchema();
  types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
});

type Described = { readonly name: string; readonly description?: string | null | undefined };

const partsOf = (type: GraphQLNamedType): readonly (readonly [string, Described])[] => {
  if (isEnumType(type))
    return type.getValues().map((value) => [`${type.name}.${value.name}`, value] as const);
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map(
      (field) => [`${type.name}.${field.name}`, field] as const,
    );
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    [`${type.name}.${field.name}`, field] as const,
    ...field.args.map(
      (argument) => [`${type.name}.${field.name}(${argument.name})`, argument] as const,
    ),
  ]);
};

describe('schema', () => {
  it('is the one that is committed: run `npm run schema` after a change, and read its difference', () => {
    const committed = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');

    expect(`${printSchema(schema)}\n`).toBe(committed);
  });

  it('describes every type, field, argument and value, in French', () => {
    const roots = new Set(['Query', 'Mutation']);
    const all = types.flatMap((type) => [
      ...(roots.has(type.name) ? [] : [[type.name, type] as const]),
      ...partsOf(type),
    ]);
    const undescribed = all.filter(([, { description }]) => !description?.trim().match(/[.…]$/));

    expect(all.length).toBeGreaterThan(200);
    expect(undescribed.map(([name]) => name)).toEqual([]);
  });

  it('asks for the size of every page', () => {
    const connections = types
      .filter(isObjectType)
      .flatMap((type) => Object.values(type.getFields()))
      .filter(({ type }) => String(type).endsWith('Connection!'));
    const sized = connections.filter(({ args, extensions }) => {
      const first = args.find(({ name }) => name === 'first');
      return String(first?.type) === 'Int!' && extensions['paged'] === true;
    });

    expect(connections.length).toBeGreaterThan(5);
    expect(sized.map(({ name }) => name)).toEqual(connections.map(({ name }) => name));
  });

  it('has no required input field with a default, which compiled queries would refuse', () => {
    const refused = types
      .filter(isInputObjectType)
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
      .filter(({ field }) => isNonNullType(field.type) && field.defaultValue !== undefined);

    expect(refused.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
  });

  it('gives a position with whatever a mutation has accepted, to read it back with atLeast', () => {
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    const answers = mutations.flatMap(({ name, type }) => {
      const named = getNamedType(type);
      const members = isUnionType(named) ? named.getTypes() : [named];
      return members
        .filter((member) => member.name !== 'Refused')
        .map((member) => [
          name,
          String(isObjectType(member) && member.getFields()['position']?.type),
        ]);
    });

    expect(answers.length).toBeGreaterThan(15);
    expect(answers).toEqual(mutations.map(({ name }) => [name, 'Position!']));
  });

  it('opens reading at one place alone', () => {
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toEqual(['observatory']);
  });
});

type Class = abstract new (...parameters: never[]) => object;

const methodsOf = ({ name, prototype }: Class): readonly (readonly [string, object])[] =>
  Object.getOwnPropertyNames(prototype)
    .filter((key) => key !== 'constructor')
    .map((key) => [`${name}.${key}`, (prototype as Record<string, object>)[key] ?? {}]);

const entryMarks = ['graphql:resolver_type', 'graphql:resolve_property', 'path'];

const entriesOf = (classes: readonly Class[]) =>
  classes
    .flatMap(methodsOf)
    .filter(([, method]) => entryMarks.some((mark) => Reflect.hasMetadata(mark, method)));

const undeclared = (classes: readonly Class[]): readonly string[] =>
  entriesOf(classes)
    .filter(([, method]) => !Reflect.hasMetadata(allowedKey, method))
    .map(([name]) => name);

@Controller('planted')
class Planted {
  @Get()
  open(): string {
    return 'to all';
  }
}

describe('every entry', () => {
  const classes: readonly Class[] = [
    ...readResolvers,
    ...writeResolvers,
    GraphqlController,
    GraphiqlController,
    LandingController,
    HealthController,
    MetricsController,
    QuestionnaireFilesController,
    UploadController,
    PublicationsController,
  ];

  it('declares who may call it', () => {
    expect(entriesOf(classes).length).toBeGreaterThan(40);
    expect(undeclared(classes)).toEqual([]);
  });

  it('that does not is found', () => {
    expect(undeclared([Planted])).toEqual(['Planted.open']);
  });
});
