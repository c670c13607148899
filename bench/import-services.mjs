// What an import stands on, with campaigns that have opened already: what is measured begins with the file.
import { randomUUID } from 'node:crypto';

import { readCatalogue, shippedCatalogue } from '#catalogue';

import { respondents } from './answers-file.mjs';

export const questionnaire = 'etic-2d@2018';

export const shipped = async () => {
  const catalogue = await readCatalogue(shippedCatalogue());
  if (!catalogue.ok) throw new Error('the catalogue that ships has mistakes');
  return catalogue.value;
};

const registerOf = (expected) => ({
  campaign: async (id) => ({
    campaign: id,
    survey: 'etic-2d',
    version: '2018',
    schoolYear: '2017-2018',
    title: id,
    opensOn: '2018-03-01',
    closesOn: '2018-06-30',
    field: {},
    status: 'open',
    locks: [],
    exceptions: [],
    revision: 1,
    questionnaire,
    respondents: expected,
    exclusions: new Map(),
  }),
  earlier: async () => [],
  changed: () => undefined,
});

export const importServices = ({ store, catalogue, schools }) => ({
  store,
  catalogue,
  directory: { school: async () => undefined, nearest: async () => [] },
  register: registerOf(respondents(schools)),
  clock: () => '2018-05-02T08:00:00.000Z',
  newId: randomUUID,
});
