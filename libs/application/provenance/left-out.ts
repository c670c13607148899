import type { Catalogue } from '#catalogue';
import type { School } from '#domain/expression';
import type { Indicator } from '#domain/indicator';
import type { Declaration } from '#kernel';
import { type Explainer, explainerOf, scopeOf } from '#statistics';

import type { FrozenProfile, LeftOutGroup, LeftOutRow } from '../contributions.port.js';
import {
  type LeftOut,
  type LeftOutCount,
  type ReasonLeftOut,
  reasonsLeftOut,
} from '../provenance.port.js';

/** What tells, for one indicator, why a school does not count. */
export type Judge = {
  readonly indicator: Indicator;
  readonly inScope: (school: School) => boolean;
  /** By key; undefined for a questionnaire that the catalogue does not have. */
  readonly explainer: (questionnaire: string) => Explainer | undefined;
};

export const judgeOf = (indicator: Indicator, { questionnaires }: Catalogue): Judge => {
  const made = new Map<string, Explainer>();
  const explainer = (key: string): Explainer | undefined => {
    const questionnaire = questionnaires.get(key);
    if (questionnaire === undefined || indicator.source === 'coverage') return undefined;
    const known = made.get(key) ?? explainerOf(indicator, questionnaire);
    made.set(key, known);
    return known;
  };
  return { indicator, inScope: scopeOf(indicator), explainer };
};

const schoolOf = ({ schoolType, sector, degree, pupils }: FrozenProfile): School => ({
  type: schoolType ?? '',
  sector: sector ?? '',
  degree: degree ?? '',
  pupils,
});

type Alike = Pick<LeftOutGroup, 'standing' | 'exclusion' | 'questionnaire' | 'profile'>;

/**
 * The reason that stored rows tell; `not-counted` where only the answers do. A school outside the scope is so
 * whatever it did: it would never have counted.
 */
export const reasonStored = (judge: Judge, alike: Alike): ReasonLeftOut => {
  const { standing, questionnaire, profile } = alike;
  if (standing === 'excluded') return 'not-expected';
  if (judge.indicator.scope !== undefined && !judge.inScope(schoolOf(profile)))
    return 'outside-scope';
  if (standing !== 'received') return standing;
  if (judge.indicator.source === 'coverage') return 'school-unknown';
  return judge.explainer(questionnaire)?.questions.length === 0
    ? 'not-in-questionnaire'
    : 'not-counted';
};

/** The reason of one school; `declaration` is asked for only where the answers tell it. */
export const leftOutOf = (judge: Judge, row: LeftOutRow, declaration: Declaration): LeftOut => {
  const { campaign, uai, name, exclusion, questionnaire, profile } = row;
  const about = { campaign, uai, name, detail: exclusion };
  const reason = reasonStored(judge, row);
  if (reason !== 'not-counted') return { ...about, reason, missing: [] };
  const explained = judge.explainer(questionnaire)?.explain(declaration, schoolOf(profile));
  return explained?.kind === 'left-out'
    ? { ...about, reason: explained.reason, missing: explained.missing }
    : { ...about, reason: 'not-in-questionnaire', missing: [] };
};

/** Counts by reason and detail, in the order of the reasons. */
export const counted = (counts: readonly LeftOutCount[]): readonly LeftOutCount[] => {
  const sums = new Map<string, LeftOutCount>();
  for (const count of counts) {
    const key = `${String(reasonsLeftOut.indexOf(count.reason)).padStart(2, '0')}|${count.detail ?? ''}`;
    const schools = (sums.get(key)?.schools ?? 0) + count.schools;
    sums.set(key, { ...count, schools });
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
};
