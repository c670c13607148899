import { type Bilingual, type Decider, ok } from '#kernel';

import type { AdoptionEvent, DefinitionChange, QuestionnaireChange } from './adoption.events.js';

/** The latest version of an indicator, and the fingerprint of all its versions. */
type AdoptedIndicator = {
  readonly indicator: string;
  readonly version: number;
  readonly fingerprint: string;
  readonly reason: Bilingual | null;
};

type AdoptedQuestionnaire = {
  readonly questionnaire: string;
  readonly fingerprint: string;
};

/** Says what figures are computed with from now on; what changed follows from what was adopted last. */
export type AdoptDefinitions = {
  readonly type: 'AdoptDefinitions';
  readonly catalogue: string;
  readonly indicators: readonly AdoptedIndicator[];
  readonly questionnaires: readonly AdoptedQuestionnaire[];
};

type Known = { readonly version: number; readonly fingerprint: string | null };

export type AdoptionState = {
  /** Null before the first adoption. */
  readonly catalogue: string | null;
  readonly indicators: ReadonlyMap<string, Known>;
  readonly questionnaires: ReadonlyMap<string, string>;
};

const adopted = (
  { indicators }: AdoptionState,
  { indicator, version, fingerprint, reason }: AdoptedIndicator,
): readonly DefinitionChange[] => {
  const known = indicators.get(indicator);
  if (known?.fingerprint === fingerprint && known.version === version) return [];
  const from = known?.version ?? null;
  const why = from !== null && version > from ? reason : null;
  return [{ indicator, from, to: version, fingerprint, reason: why }];
};

const dropped = (
  { indicators }: AdoptionState,
  command: AdoptDefinitions,
): readonly DefinitionChange[] => {
  const kept = new Set(command.indicators.map(({ indicator }) => indicator));
  return [...indicators]
    .filter(([indicator]) => !kept.has(indicator))
    .map(([indicator, { version }]) => ({
      indicator,
      from: version,
      to: null,
      fingerprint: null,
      reason: null,
    }));
};

const questionnaireChanges = (
  { questionnaires }: AdoptionState,
  command: AdoptDefinitions,
): readonly QuestionnaireChange[] => {
  const kept = new Set(command.questionnaires.map(({ questionnaire }) => questionnaire));
  const changed = command.questionnaires.filter(
    ({ questionnaire, fingerprint }) => questionnaires.get(questionnaire) !== fingerprint,
  );
  const gone = [...questionnaires.keys()].filter((questionnaire) => !kept.has(questionnaire));
  return [...changed, ...gone.map((questionnaire) => ({ questionnaire, fingerprint: null }))];
};

const evolve = (state: AdoptionState, { data }: AdoptionEvent): AdoptionState => {
  const indicators = new Map(state.indicators);
  for (const { indicator, to, fingerprint } of data.changes) {
    if (to === null) indicators.delete(indicator);
    else indicators.set(indicator, { version: to, fingerprint });
  }
  const questionnaires = new Map(state.questionnaires);
  for (const { questionnaire, fingerprint } of data.questionnaires) {
    if (fingerprint === null) questionnaires.delete(questionnaire);
    else questionnaires.set(questionnaire, fingerprint);
  }
  return { catalogue: data.catalogue, indicators, questionnaires };
};

/** One stream tells which definitions were in use when: what is adopted already is not adopted again. */
export const adoption: Decider<AdoptDefinitions, AdoptionEvent, AdoptionState, never> = {
  initial: { catalogue: null, indicators: new Map(), questionnaires: new Map() },
  decide: (command, state) => {
    const { catalogue } = command;
    const changes = [
      ...command.indicators.flatMap((one) => adopted(state, one)),
      ...dropped(state, command),
    ];
    const questionnaires = questionnaireChanges(state, command);
    const isKnown = state.catalogue === catalogue && changes.length + questionnaires.length === 0;
    return ok(
      isKnown ? [] : [{ type: 'DefinitionsAdopted', data: { catalogue, changes, questionnaires } }],
    );
  },
  evolve,
};
