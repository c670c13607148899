import type { Answers, AnswerValue } from '#kernel';

import { below, type Draw, happens } from './draw.js';
import type { Aggregation, Interval } from './printed.js';
import type { SyntheticSchool } from './school.js';

/** A school that answers, with what it has answered so far. */
export type Respondent = { readonly school: SyntheticSchool; readonly answers: Answers };

/**
 * What one indicator is about, seen from the school: how much it may hold, how strongly it draws on the
 * total, and which answers say so. Its totals follow from the calibration.
 */
export type Topic = {
  readonly indicator: string;
  readonly survey: 'etic-1d' | 'etic-2d';
  readonly aggregation: Aggregation;
  readonly base: 'pupils' | 'schools' | ((answers: Answers) => number);
  readonly range: (respondent: Respondent, draw: Draw) => Interval;
  readonly weight: (respondent: Respondent, draw: Draw) => number;
  readonly write: (amount: number, respondent: Respondent, draw: Draw) => Answers;
  /** The amount that answers hold: what `write` wrote. */
  readonly amount: (answers: Answers) => number;
};

export const pupilsOf = (school: SyntheticSchool): number => school.pupils ?? 0;

const countOf = (answers: Answers, question: string): number => {
  const value = answers[question];
  return typeof value === 'number' ? value : 0;
};

export const baseOf = ({ base }: Topic, { school, answers }: Respondent): number => {
  if (base === 'pupils') return pupilsOf(school);
  return base === 'schools' ? 1 : base(answers);
};

/** Around `size`, from four tenths to sixteen tenths of it: schools of one size differ. */
export const propensity = (size: number, drawn: number): number =>
  size * (400 + below(drawn, 1201));

const zeroOrOne: Interval = { low: 0, high: 1 };
const nothing: Interval = { low: 0, high: 0 };

const computersOf = (answers: Answers): number =>
  countOf(answers, 'nb_ordinateurs_fixes') + countOf(answers, 'nb_ordinateurs_portables');

const computers = (survey: Topic['survey'], indicator: string): Topic => ({
  indicator,
  survey,
  aggregation: 'ratio',
  base: 'pupils',
  range: ({ school }, draw) => {
    const without = survey === 'etic-1d' && happens(draw(school.uai, 'no computer'), 0.7);
    const pupils = pupilsOf(school);
    return without ? nothing : { low: Math.max(1, Math.ceil(pupils / 90)), high: 3 * pupils + 1 };
  },
  weight: ({ school }, draw) => propensity(pupilsOf(school), draw(school.uai, 'computers')),
  write: (amount, { school }, draw) => {
    const portable = Math.floor((amount * below(draw(school.uai, 'portable'), 360)) / 1000);
    return { nb_ordinateurs_fixes: amount - portable, nb_ordinateurs_portables: portable };
  },
  amount: computersOf,
});

type Claimed = {
  readonly indicator: string;
  readonly survey: Topic['survey'];
  readonly question: string;
};

/** A share of schools that say yes; those most inclined say it first, every year. */
const yes = (
  { indicator, survey, question }: Claimed,
  [refusal, consent]: readonly [AnswerValue, AnswerValue] = [false, true],
): Topic => ({
  indicator,
  survey,
  aggregation: 'share',
  base: 'schools',
  range: () => zeroOrOne,
  weight: ({ school }, draw) => draw(school.uai, question),
  write: (amount) => ({ [question]: amount === 0 ? refusal : consent }),
  amount: (answers) => (answers[question] === refusal ? 0 : 1),
});

const charter = (survey: Topic['survey'], indicator: string): Topic =>
  yes({ indicator, survey, question: 'charte_usage' }, ['non', 'eleves']);

const charterForAll: Topic = {
  indicator: 'charte_tous_membres_part_etab',
  survey: 'etic-2d',
  aggregation: 'share',
  base: 'schools',
  range: ({ answers }) => (answers['charte_usage'] === 'non' ? nothing : zeroOrOne),
  weight: ({ school }, draw) => draw(school.uai, 'charter for all'),
  write: (amount) => (amount === 0 ? {} : { charte_usage: 'tous' }),
  amount: ({ charte_usage: charte }) => (charte === 'tous' ? 1 : 0),
};

const certificates = (survey: Topic['survey'], indicator: string): Topic => ({
  indicator,
  survey,
  aggregation: 'share',
  base: (answers) => countOf(answers, 'nb_eleves_b2i_concernes'),
  range: ({ answers }) => ({ low: 0, high: countOf(answers, 'nb_eleves_b2i_concernes') }),
  weight: ({ school, answers }, draw) =>
    propensity(countOf(answers, 'nb_eleves_b2i_concernes'), draw(school.uai, 'b2i')),
  write: (amount) => ({ nb_eleves_b2i_valides: amount }),
  amount: (answers) => countOf(answers, 'nb_eleves_b2i_valides'),
});

const interactiveBoards: Topic = {
  indicator: 'nb_tbi_tni_1d',
  survey: 'etic-1d',
  aggregation: 'total',
  base: 'schools',
  range: ({ school, answers }, draw) =>
    happens(draw(school.uai, 'no board'), 45)
      ? nothing
      : { low: 0, high: countOf(answers, 'nb_classes') },
  weight: ({ school }, draw) => propensity(pupilsOf(school), draw(school.uai, 'boards')),
  write: (amount) => ({ nb_tbi_tni: amount }),
  amount: (answers) => countOf(answers, 'nb_tbi_tni'),
};

const mobileClassesOf = (answers: Answers): number => countOf(answers, 'nb_classes_mobiles');
const isEquipped = (answers: Answers): number => Math.min(1, mobileClassesOf(answers));

const equipped = (survey: Topic['survey'], indicator: string): Topic => ({
  indicator,
  survey,
  aggregation: 'share',
  base: 'schools',
  range: () => zeroOrOne,
  weight: ({ school }, draw) => draw(school.uai, 'mobile classes'),
  write: (amount) => ({ nb_classes_mobiles: amount }),
  amount: isEquipped,
});

const mobileClasses = (survey: Topic['survey'], indicator: string): Topic => ({
  indicator,
  survey,
  aggregation: 'mean',
  base: isEquipped,
  range: ({ answers }) => (isEquipped(answers) === 0 ? nothing : { low: 1, high: 8 }),
  weight: ({ school, answers }, draw) =>
    isEquipped(answers) * propensity(1000, draw(school.uai, 'how many mobile classes')),
  write: (amount) => ({ nb_classes_mobiles: amount }),
  amount: mobileClassesOf,
});

const recent: Topic = {
  indicator: 'parc_moins_5_ans',
  survey: 'etic-2d',
  aggregation: 'share',
  base: computersOf,
  range: ({ answers }) => ({ low: 0, high: computersOf(answers) }),
  weight: ({ school, answers }, draw) =>
    propensity(computersOf(answers), draw(school.uai, 'recent')),
  write: (amount) => ({ nb_terminaux_moins_5_ans: amount }),
  amount: (answers) => countOf(answers, 'nb_terminaux_moins_5_ans'),
};

/** In the order in which they are answered: a topic may build on those before it. */
export const topics: readonly Topic[] = [
  computers('etic-1d', 'eleves_par_ordinateur_1d'),
  charter('etic-1d', 'charte_part_ecoles'),
  yes({
    indicator: 'volet_numerique_part_ecoles',
    survey: 'etic-1d',
    question: 'volet_numerique_projet',
  }),
  interactiveBoards,
  certificates('etic-1d', 'b2i_niveau1_part_eleves'),
  yes({ indicator: 'ecoles_ent_part', survey: 'etic-1d', question: 'ent_deploye' }),
  equipped('etic-1d', 'classes_mobiles_part_ecoles'),
  mobileClasses('etic-1d', 'classes_mobiles_moyenne_ecoles'),
  computers('etic-2d', 'eleves_par_ordinateur_2d'),
  recent,
  charter('etic-2d', 'charte_part_etab'),
  charterForAll,
  yes({
    indicator: 'comite_numerique_part_etab',
    survey: 'etic-2d',
    question: 'comite_numerique',
  }),
  yes({
    indicator: 'plan_formation_part_etab',
    survey: 'etic-2d',
    question: 'plan_formation_numerique',
  }),
  certificates('etic-2d', 'b2i_niveau3_part_eleves'),
  yes({ indicator: 'ent_2d_part', survey: 'etic-2d', question: 'ent_deploye' }),
  equipped('etic-2d', 'classes_mobiles_part_colleges'),
  mobileClasses('etic-2d', 'classes_mobiles_moyenne_colleges'),
];

export const topicOf = (indicator: string): Topic | undefined =>
  topics.find((topic) => topic.indicator === indicator);
