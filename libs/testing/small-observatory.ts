import {
  campaignRegister,
  type EventStore,
  openCampaign,
  type RequestContext,
  type Services,
} from '#application';
import type { Catalogue } from '#catalogue';
import type { Comparability, Question, Questionnaire } from '#domain/survey';
import { checkLetterOf } from '#kernel';

import { fakeCatalogue } from './fake-catalogue.js';
import { fakeCampaigns, fakeDirectory, fakeSchool } from './fake-readers.js';
import { InMemoryEventStore } from './in-memory-event-store.js';
import { trial } from './trial-questionnaire.js';

/** A UAI that exists nowhere, from a small number. */
export const testUai = (number: number): string => {
  const digits = `013${String(number).padStart(4, '0')}`;
  return digits + checkLetterOf(digits);
};

const statuses: Readonly<Record<string, Comparability['status']>> = {
  nb_ordinateurs: 'comparable',
  nb_recents: 'break',
};

const later = (question: Question): Question => ({
  ...question,
  options: question.options.filter(({ code }) => code !== 'ent_ecole'),
  comparability: [{ with: '1', status: statuses[question.code] ?? 'identical' }],
});

const first: Questionnaire = { ...trial, lastCampaign: 2015 };
const second: Questionnaire = {
  ...trial,
  version: '2',
  firstCampaign: 2016,
  sections: trial.sections.map((section) => ({
    ...section,
    questions: section.questions.map(later),
  })),
};

const catalogue: Catalogue = {
  ...fakeCatalogue,
  questionnaires: new Map([
    ['essai@1', first],
    ['essai@2', second],
  ]),
};

/** Schools 1 to 5 are open écoles of Aix-Marseille; 6 is closed, 7 not yet open, 8 a collège, 9 in Toulouse. */
const schools = [
  ...[1, 2, 3, 4].map((number) => fakeSchool(testUai(number), { pupils: number * 50 })),
  fakeSchool(testUai(5), { pupils: null }),
  fakeSchool(testUai(6), { closedOn: '2013-08-31' }),
  fakeSchool(testUai(7), { openedOn: '2019-09-01' }),
  fakeSchool(testUai(8), { schoolType: 'COLLEGE', degree: '2D' }),
  fakeSchool(testUai(9), { department: '031', academy: '16' }),
];

/** The time and the age of caches, as a spec sets them. */
type Moment = { now: string; ageMs: number };

export type SmallObservatory = {
  readonly services: Services;
  readonly store: EventStore;
  readonly moment: Moment;
};

const uuid = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Use cases over a log in memory: a survey of eight questions and nine schools. */
export const smallObservatory = (
  store: EventStore = new InMemoryEventStore(),
): SmallObservatory => {
  const moment: Moment = { now: '2014-04-01T10:00:00Z', ageMs: 0 };
  let ids = 0;
  const campaigns = fakeCampaigns({ campaigns: [], respondents: [], exclusions: [] });
  const services: Services = {
    store,
    catalogue,
    directory: fakeDirectory(schools),
    register: campaignRegister({
      store,
      campaigns,
      maxAgeMs: 1_000,
      monotonicMs: () => moment.ageMs,
    }),
    clock: () => moment.now,
    newId: () => uuid((ids += 1)),
  };
  return { services, store, moment };
};

/** The same, with its campaign of 2014 open for the écoles of Aix-Marseille. */
export const openedSmallObservatory = async (store?: EventStore): Promise<SmallObservatory> => {
  const observatory = smallObservatory(store);
  await openCampaign(
    observatory.services,
    {
      survey: 'essai',
      year: 2014,
      opensOn: '2014-03-03',
      closesOn: '2014-06-30',
      field: { academies: ['02'] },
    },
    testContext,
  );
  return observatory;
};

export const testContext: RequestContext = {
  actor: { role: 'observatory', id: 'a-77' },
  correlationId: '7d3c8c4e-5f0b-4b5e-9c39-2f7f8f6f0001',
};
