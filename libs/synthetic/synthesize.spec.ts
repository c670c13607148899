import { createHash } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { type Catalogue, readCatalogue, shippedCatalogue } from '#catalogue';
import type { CompiledQuestionnaire } from '#domain/survey';
import { answerStateOf, assess, compileQuestionnaire, type Questionnaire } from '#domain/survey';
import { type Answers, type AnswerState, compare, decimal, round } from '#kernel';
import { compileMeasures, decimalOfUnits, figureValue, slotsPerMeasure } from '#statistics';

import { realSchools } from '../testing/real-schools.js';
import { calibrationFrom, type Constraint } from './calibration.js';
import { isBoundBy, type SyntheticSchool } from './school.js';
import { synthesize, type SyntheticCampaign } from './synthesize.js';
import { nameOf } from './unmet.js';

const schools = realSchools(['02', '16']);
const byUai = new Map<string, SyntheticSchool>(schools.map((school) => [school.uai, school]));

let catalogue: Catalogue;

beforeAll(async () => {
  const read = await readCatalogue(shippedCatalogue());
  if (!read.ok) throw new Error('the catalogue does not load');
  catalogue = read.value;
});

const inventedFrom = (seed: string): readonly SyntheticCampaign[] =>
  synthesize({
    seed,
    schools,
    calibration: calibrationFrom(catalogue.references),
    questionnaires: [...catalogue.questionnaires.values()],
  });

const schoolOf = (uai: string): SyntheticSchool => {
  const school = byUai.get(uai);
  if (school === undefined) throw new Error(`${uai} is not in the directory`);
  return school;
};

const known = (uai: string) => {
  const { schoolType, sector, degree, pupils } = schoolOf(uai);
  return { type: schoolType, sector, degree, pupils };
};

const questionnaireOf = ({ id }: SyntheticCampaign): Questionnaire => {
  const year = id.slice(-4);
  const found = [...catalogue.questionnaires.values()].find(
    ({ survey, firstCampaign, lastCampaign }) =>
      id === `${survey}-${year}` &&
      firstCampaign <= Number(year) &&
      Number(year) <= (lastCampaign ?? Infinity),
  );
  if (found === undefined) throw new Error(id);
  return found;
};

const campaignOf = (constraint: Constraint, campaigns: readonly SyntheticCampaign[]) => {
  const found = campaigns.find(
    ({ id }) => id === `${constraint.survey}-${String(constraint.year)}`,
  );
  if (found === undefined) throw new Error(nameOf(constraint));
  return found;
};

/** The figure as the catalogue defines it and as statistics compute it: nothing of what invented the answers. */
const computed = (constraint: Constraint, campaigns: readonly SyntheticCampaign[]): string => {
  const campaign = campaignOf(constraint, campaigns);
  const indicator = catalogue.indicators.get(constraint.indicator)!;
  const { contribute, layout } = compileMeasures(questionnaireOf(campaign), [indicator]);
  const { numeratorScale, denominatorScale } = layout[0]!;
  const slots = new Array<number>(slotsPerMeasure).fill(0);
  const sums = [0, 0, 0];
  for (const { uai, declaration } of campaign.declarations) {
    if (!isBoundBy(constraint, schoolOf(uai))) continue;
    contribute({ answers: declaration.answers, previous: null, school: known(uai) }, slots);
    slots.forEach((slot, at) => (sums[at]! += slot));
  }
  const value = figureValue(
    { ...indicator, decimals: constraint.decimals },
    {
      used: sums[0]!,
      numerator: decimalOfUnits(sums[1]!, numeratorScale),
      denominator: decimalOfUnits(sums[2]!, denominatorScale),
    },
  );
  return value.kind === 'value' ? value.value : value.reason;
};

const isMet = (constraint: Constraint, campaigns: readonly SyntheticCampaign[]): boolean => {
  const printed = round(decimal(constraint.value), constraint.decimals);
  return compare(decimal(computed(constraint, campaigns)), printed) === 0;
};

describe.each(['observatoire', 'another seed', '42'])('answers invented from %j', (seed) => {
  let campaigns: readonly SyntheticCampaign[];

  beforeAll(() => {
    campaigns = inventedFrom(seed);
  });

  it('give back every published figure that whole numbers can give back', () => {
    const outOfReach = campaigns.flatMap((campaign) => campaign.outOfReach);
    const answered = calibrationFrom(catalogue.references)
      .filter(({ indicator }) => catalogue.indicators.get(indicator)?.source === 'answers')
      .filter((constraint) => !outOfReach.some((other) => nameOf(other) === nameOf(constraint)));
    const unmet = answered
      .filter((constraint) => !isMet(constraint, campaigns))
      .map((constraint) => `${nameOf(constraint)}, computed ${computed(constraint, campaigns)}`);
    expect(unmet).toEqual([]);
    expect(answered).toHaveLength(72);
    expect(outOfReach.map(nameOf)).toEqual([
      'ecoles_ent_part · department 009 · 2018 = 15.95',
      'ecoles_ent_part · department 032 · 2018 = 27.23',
    ]);
  });

  it('come from as many schools as the published rates tell', () => {
    expect(
      campaigns.map(({ id, expected, declarations }) => [id, expected, declarations.length]),
    ).toEqual([
      ['etic-1d-2013', 2254, 789],
      ['etic-2d-2013', 669, 541],
      ['etic-1d-2014', 2254, 789],
      ['etic-2d-2014', 669, 541],
      ['etic-1d-2018', 1294, 1218],
      ['etic-2d-2018', 360, 347],
    ]);
  });

  it('break no rule, and seldom need a justification', () => {
    const last = new Map<string, Answers>();
    const severities: string[] = [];
    for (const campaign of campaigns) {
      const compiled = compileQuestionnaire(questionnaireOf(campaign));
      for (const { uai, declaration } of campaign.declarations) {
        const key = compiled.questionnaire.survey + uai;
        const previous = last.get(key) ?? null;
        const problems = assess(compiled, { declaration, previous, school: known(uai) });
        severities.push(...problems.map(({ severity }) => severity));
        last.set(key, declaration.answers);
      }
    }
    expect(severities.filter((severity) => severity === 'error')).toEqual([]);
    expect(severities.length).toBeLessThan(150);
  });

  it('hold zeros, gaps and questions that do not concern or are not asked', () => {
    for (const campaign of campaigns) {
      const compiled = compileQuestionnaire(questionnaireOf(campaign));
      const { states, zeros } = tally(compiled, campaign);
      expect(zeros).toBeGreaterThan(500);
      expect([...states].sort()).toEqual(['answered', 'no-answer', 'not-asked', 'not-concerned']);
    }
  });
});

const tally = (compiled: CompiledQuestionnaire, { declarations }: SyntheticCampaign) => {
  const states = new Set<AnswerState>();
  let zeros = 0;
  for (const { declaration } of declarations) {
    for (const code of compiled.codes) states.add(answerStateOf(compiled, declaration, code));
    zeros += Object.values(declaration.answers).filter((value) => value === 0).length;
  }
  return { states, zeros };
};

describe('invented answers', () => {
  const digest = (seed: string): string =>
    createHash('sha256')
      .update(JSON.stringify(inventedFrom(seed)))
      .digest('hex');

  it('are the same to the byte for the same seed, whatever the order of the directory', () => {
    const backwards = synthesize({
      seed: 'observatoire',
      schools: [...schools].reverse(),
      calibration: calibrationFrom(catalogue.references),
      questionnaires: [...catalogue.questionnaires.values()],
    });
    expect(backwards).toEqual(inventedFrom('observatoire'));
    expect(digest('observatoire')).not.toBe(digest('another seed'));
  });
});
