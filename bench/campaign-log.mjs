// A log to project: campaigns over the real directory, with answers that depend on nothing but their school.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { questionnaireOfCampaign, readCatalogue, shippedCatalogue } from '#catalogue';
import { storedCampaignData } from '#domain/campaign';
import { questionsOf } from '#domain/survey';
import { checkLetterOf } from '#kernel';

export const shippedDefinitions = async () => {
  const read = await readCatalogue(shippedCatalogue());
  if (!read.ok) throw new Error(JSON.stringify(read.error[0]));
  return read.value;
};

const directory = new URL('../libs/catalogue/directory/schools-2022.csv.gz', import.meta.url);

export const schools = () => {
  const [, ...lines] = gunzipSync(readFileSync(directory)).toString('utf8').trim().split('\n');
  return lines.map((line) => {
    const [uai, name, schoolType, degree, sector, , , department, academy, pupils] = line
      .replace(/"[^"]*"/g, (quoted) => quoted.slice(1, -1).replaceAll(',', ' '))
      .split(',');
    const count = pupils === '' ? null : Number(pupils);
    return { uai, name, schoolType, sector, degree, department, academy, pupils: count };
  });
};

const metadata = {
  actor: { role: 'school', id: 'bench' },
  cause: 'import',
  correlationId: '0b5c6c0e-8a0e-4d0c-9e43-3a3a3a3a3a3a',
  synthetic: true,
};

const idOf = (text) => {
  const hex = createHash('md5').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
};

const event = (type, data, key) => ({ id: idOf(key), type, schemaVersion: 1, data, metadata });

const answerTo = (question, seed) => {
  switch (question.type) {
    case 'integer':
      return seed % 97;
    case 'decimal':
      return `${seed % 97}.5`;
    case 'boolean':
      return seed % 2 === 0;
    case 'choice':
      return question.options[seed % question.options.length].code;
    case 'choices':
      return [question.options[seed % question.options.length].code];
    default:
      return 'text';
  }
};

const answersOf = (questions, seed) =>
  Object.fromEntries(
    questions.map((question, at) => [
      question.code,
      answerTo(question, (seed * 31 + at * 7) % 9973),
    ]),
  );

const roll = 2_000;

const openingOf = ({ campaign, questionnaire, year }, respondents) => {
  const opened = event(
    'CampaignOpened',
    {
      campaign,
      survey: questionnaire.survey,
      version: questionnaire.version,
      schoolYear: `${year - 1}-${year}`,
      title: campaign,
      opensOn: `${year}-01-06`,
      closesOn: `${year}-03-31`,
      field: {},
      expected: respondents.length,
      excluded: 0,
    },
    campaign,
  );
  const lists = [];
  for (let at = 0; at < respondents.length; at += roll) {
    const data = { campaign, respondents: respondents.slice(at, at + roll), exclusions: [] };
    const stored = storedCampaignData({ type: 'RespondentsListed', data });
    lists.push(event('RespondentsListed', stored, `${campaign}|${at}`));
  }
  return { stream: `campaign-${campaign}`, expectedRevision: 0, events: [opened, ...lists] };
};

const submissionOf = ({ campaign, questionnaire, questions }, school, index) => ({
  stream: `response-${campaign}.${school.uai}`,
  expectedRevision: 0,
  events: [
    event(
      'ResponseSubmitted',
      {
        campaign,
        uai: school.uai,
        answers: answersOf(questions, index),
        notConcerned: [],
        questionnaire: `${questionnaire.survey}@${questionnaire.version}`,
        justifications: [],
        late: index % 10 === 0,
        channel: 'file',
        contentHash: createHash('sha256').update(`${campaign}|${index}`).digest('hex'),
      },
      `${campaign}|${school.uai}`,
    ),
  ],
});

const campaignsOf = (definitions, years) =>
  years.flatMap((year) =>
    ['etic-1d', 'etic-2d'].map((survey) => {
      const questionnaire = questionnaireOfCampaign(definitions, survey, year);
      const questions = questionsOf(questionnaire);
      return { campaign: `${survey}-${year}`, year, questionnaire, questions };
    }),
  );

/** Appends the opening of one campaign, which nobody has answered. */
export const openCampaignWith = (store, campaign, respondents) =>
  append(store, [openingOf(campaign, respondents)]);

/** Appends the answers to an open campaign, in the order of `answering`. */
const answerAll = async (store, campaign, answering) => {
  for (let at = 0; at < answering.length; at += 2_000) {
    const part = answering.slice(at, at + 2_000);
    await append(
      store,
      part.map((school, index) => submissionOf(campaign, school, at + index)),
    );
  }
};

/**
 * Appends one campaign of each degree a year, listed and answered by every school of it, in the order of the
 * list or as `arrange` puts them.
 */
export const fillLog = async (store, definitions, { years, limit = Infinity, arrange }) => {
  const all = schools();
  for (const campaign of campaignsOf(definitions, years)) {
    const degree = campaign.questionnaire.degree;
    const expected = all.filter((school) => school.degree === degree).slice(0, limit);
    await append(store, [openingOf(campaign, expected)]);
    await answerAll(store, campaign, arrange === undefined ? expected : arrange(expected));
  }
};

/** Appends one campaign of the first degree a year, listed and answered by the same respondents. */
export const fillCampaigns = async (store, definitions, { years, respondents }) => {
  const campaigns = campaignsOf(definitions, years);
  for (const campaign of campaigns.filter(({ questionnaire }) => questionnaire.degree === '1D')) {
    await append(store, [openingOf(campaign, respondents)]);
    await answerAll(store, campaign, respondents);
  }
};

/** As many schools of the first degree as wanted: those of the directory, then others beside them, made up. */
export const manySchools = (count) => {
  const real = schools().filter(({ degree }) => degree === '1D');
  const known = new Set(real.map(({ uai }) => uai.slice(0, 7)));
  const made = [];
  for (let number = 0; real.length + made.length < count; number += 1) {
    const digits = String(number).padStart(7, '0');
    if (known.has(digits)) continue;
    made.push({ ...real[number % real.length], uai: digits + checkLetterOf(digits) });
  }
  return [...real, ...made].slice(0, count);
};

const registrationOf = (school) => ({
  stream: `school-${school.uai}`,
  expectedRevision: 0,
  events: [
    event(
      'SchoolRegistered',
      {
        uai: school.uai,
        name: school.name,
        schoolType: school.schoolType,
        degree: school.degree,
        sector: school.sector,
        department: school.department,
        academy: school.academy,
        communeCode: '00000',
        commune: 'COMMUNE',
        effectiveFrom: '2012-09-01',
        source: 'bench',
        openedOn: null,
        socialPositionIndex: null,
      },
      school.uai,
    ),
  ],
});

const relocationOf = (school) => ({
  stream: `school-${school.uai}`,
  expectedRevision: 1,
  events: [
    event(
      'SchoolRelocated',
      {
        uai: school.uai,
        department: '075',
        academy: '01',
        communeCode: '75056',
        commune: 'PARIS',
        effectiveFrom: '2018-09-01',
        source: 'bench',
      },
      `${school.uai}|moved`,
    ),
  ],
});

/** Appends the directory: every school, and one in `everyNth` that moves to Paris in 2018. */
export const fillDirectory = async (store, { everyNth, all = schools() }) => {
  for (let at = 0; at < all.length; at += 2_000)
    await append(store, all.slice(at, at + 2_000).map(registrationOf));
  await append(store, all.filter((_, index) => index % everyNth === 0).map(relocationOf));
};

const append = async (store, requests) => {
  const outcomes = await store.appendMany(requests);
  const refused = outcomes.find(({ ok }) => !ok);
  if (refused) throw new Error(JSON.stringify(refused.error));
};
