import { describe, expect, it } from '@jest/globals';

import { readMessage } from '#contracts';

import { fakeCatalogue } from '../../testing/fake-catalogue.js';
import { fakeDirectory, fakeSchool } from '../../testing/fake-readers.js';
import { incoming, submitMessage } from '../../testing/inbound-messages.js';
import { testUai } from '../../testing/small-observatory.js';
import { admissionProblems, type SourceScope } from './admission.js';

const uai = testUai(1);

const codesFor = async (scope: SourceScope | undefined, academy: string) => {
  const read = readMessage(incoming(submitMessage(1, { source: 'outil' })).value);
  if (!read.ok) throw new Error(read.error.reason);
  const admitting = {
    sources: new Map(scope === undefined ? [] : [['outil', scope] as const]),
    directory: fakeDirectory([fakeSchool(uai, { academy })]),
    catalogue: fakeCatalogue,
  };
  const problems = await admissionProblems(admitting, read.value, uai);
  return problems.map(({ code }) => code);
};

describe('what a tool may send', () => {
  it.each<[string, SourceScope | undefined, string, readonly string[]]>([
    ['any school, when it answers for all', '*', '16', []],
    ['schools of its académies', ['16', '02'], '02', []],
    ['schools of an académie that was merged into its own', ['70'], '05', []],
    [
      'no school of the académie that its own was merged into',
      ['05'],
      '70',
      ['SCHOOL_OUT_OF_REACH'],
    ],
    ['no school of another académie', ['16'], '02', ['SCHOOL_OUT_OF_REACH']],
    ['nothing, when nobody has registered it', undefined, '02', ['SOURCE_NOT_ALLOWED']],
  ])('is %s', async (_, scope, academy, codes) => {
    expect(await codesFor(scope, academy)).toEqual(codes);
  });
});
