import 'reflect-metadata';

import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';

import { readResolvers, writeResolvers } from './resolvers.js';

/** The schema that the resolvers declare, without anything behind it. */
export const buildSchema = async (): Promise<GraphQLSchema> => {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, {
    logger: false,
  });
  const factory = app.get(GraphQLSchemaFactory);
  const schema = await factory.create([...readResolvers, ...writeResolvers]);
  await app.close();
  return lexicographicSortSchema(schema);
};

/** The text of schema.graphql. */
export const schemaText = async (): Promise<string> => `${printSchema(await buildSchema())}\n`;
