import { readdirSync, readFileSync } from 'node:fs';

import asyncApiSpecs from '@asyncapi/specs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { stringify } from 'yaml';

import { integrationMessage, textQuestionsOf } from '#application/relay';

import { eventFixtures, recordedFixture } from '../../testing/event-fixtures.js';
import { smallCatalogue } from '../../testing/small-survey.js';
import { asyncApi, messageFiles } from './index.js';

const reference = new URL('../../../docs/reference/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, reference), 'utf8');

// Formats are said twice, by name and as a pattern: the pattern is checked.
const ajv = () => new Ajv({ strict: false, validateFormats: false });

describe('the AsyncAPI document', () => {
  it('is what the contracts say (`npm run messages` writes it)', () => {
    expect(read('asyncapi.yaml')).toBe(stringify(asyncApi, { lineWidth: 100 }));
  });

  it('is AsyncAPI 3', () => {
    const validate = ajv().compile(asyncApiSpecs.schemasWithoutId['3.0.0'] as object);
    expect([validate(asyncApi), validate.errors]).toEqual([true, null]);
  });

  it('refers to schemas that exist, as the contracts say them', () => {
    const referred = [...JSON.stringify(asyncApi).matchAll(/\.\/messages\/([^"]+)/g)];
    const files = new Set(referred.map(([, name]) => name ?? ''));
    expect([...files].filter((name) => !(name in messageFiles))).toEqual([]);
    for (const [name, text] of Object.entries(messageFiles))
      expect(read(`messages/${name}`)).toBe(text);
    const written = readdirSync(new URL('messages/', reference));
    expect(Object.keys(messageFiles).filter((name) => !written.includes(name))).toEqual([]);
  });
});

describe('the JSON Schema of a message', () => {
  const questionnaires = new Map(
    [...smallCatalogue().questionnaires.values()].map((one) => ['etic-1d@2014', one]),
  );
  const textQuestions = textQuestionsOf({ ...smallCatalogue(), questionnaires });
  const published = eventFixtures.filter(({ context }) => context !== 'projection');

  it.each(published)('accepts $type as the relay makes it of version $version', (fixture) => {
    const file = messageFiles[`${fixture.type}.v1.schema.json`] ?? '{}';
    const validate = ajv().compile(JSON.parse(file) as object);
    const message = integrationMessage(recordedFixture(fixture), textQuestions);
    const value = JSON.parse(String(message?.value)) as object;
    expect([validate(value), validate.errors]).toEqual([true, null]);
    expect(validate({ ...value, actor: 'somebody' })).toBe(false);
  });
});
