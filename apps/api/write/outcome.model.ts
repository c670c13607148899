import { createUnionType, Field, ID, Int, ObjectType } from '@nestjs/graphql';

import type { Outcome } from '#application';
import type { Position, Problem } from '#kernel';
import { Fault, type Language } from '#platform';

import type { RowOf } from '../graphql/row.js';
import { EffectEnum, SeverityEnum } from '../graphql/enums.js';
import { DateTimeScalar, PositionScalar } from '../graphql/scalars.js';
import { ActorModel, SaidModel } from '../model/review.model.js';

@ObjectType('AnswerConflict', {
  description: 'Deux personnes ont écrit sur la même question : de quoi réunir leurs réponses.',
})
class AnswerConflictModel {
  @Field(() => SaidModel, { description: 'Ce que les deux avaient sous les yeux.' })
  readonly base!: SaidModel;

  @Field(() => SaidModel, { description: 'Ce qui est en place.' })
  readonly theirs!: SaidModel;

  @Field(() => SaidModel, { description: 'Ce que vous envoyez.' })
  readonly mine!: SaidModel;

  @Field(() => ActorModel, { description: 'Qui l’a changée en dernier.' })
  readonly by!: ActorModel;

  @Field(() => DateTimeScalar, { description: 'Quand.' })
  readonly at!: string;

  @Field(() => Boolean, {
    description:
      'Vrai si vous n’y avez pas touché, ou dites de même : reprenez « theirs » sans choisir.',
  })
  readonly resolvable!: boolean;
}

@ObjectType('Problem', {
  description: 'Ce qui ne va pas dans une saisie, dit pour que son auteur puisse le corriger.',
})
class ProblemModel {
  @Field(() => String, { description: 'Code stable, en majuscules : « VALUE_NOT_INTEGER ».' })
  readonly code!: string;

  @Field(() => SeverityEnum, {
    description: 'Une erreur bloque ; un avertissement demande une justification.',
  })
  readonly severity!: string;

  @Field(() => String, {
    description: 'La question ou l’argument en cause ; vide s’il s’agit de l’ensemble.',
  })
  readonly field!: string;

  @Field(() => String, { description: 'Ce qui a été reçu.' })
  readonly found!: string;

  @Field(() => String, { description: 'Ce qui est permis.' })
  readonly allowed!: string;

  @Field(() => String, { description: 'Ce qu’il faut faire.' })
  readonly remedy!: string;

  @Field(() => String, { description: 'Ce qui ne va pas.' })
  readonly message!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'La règle qui parle, quand c’en est une : ce qu’une justification cite.',
  })
  readonly rule!: string | null;

  @Field(() => AnswerConflictModel, {
    nullable: true,
    description: 'Présent quand quelqu’un d’autre a changé cette question entre-temps.',
  })
  readonly conflict!: AnswerConflictModel | null;
}

@ObjectType('Accepted', {
  description: 'Le reçu d’une commande acceptée, entière. Relisez ensuite avec atLeast: position.',
})
class AcceptedModel {
  @Field(() => ID, { description: 'L’identifiant de l’enregistrement.' })
  readonly submissionId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Empreinte SHA-256 de ce qui a été déclaré ; nulle si rien ne l’a été.',
  })
  readonly contentHash!: string | null;

  @Field(() => DateTimeScalar, { description: 'Quand elle a été enregistrée.' })
  readonly recordedAt!: string;

  @Field(() => PositionScalar, { description: 'Sa position dans le journal.' })
  readonly position!: Position;

  @Field(() => Int, { description: 'La révision qui en résulte.' })
  readonly revision!: number;

  @Field(() => EffectEnum, { description: 'Ce qu’elle a fait.' })
  readonly effect!: string;

  @Field(() => [ProblemModel], { description: 'Les avertissements qui restent.' })
  readonly warnings!: readonly ProblemModel[];
}

@ObjectType('Refused', { description: 'Une commande refusée, entière : rien n’a été enregistré.' })
export class RefusedModel {
  @Field(() => [ProblemModel], { description: 'Tout ce qui ne va pas.' })
  readonly problems!: readonly ProblemModel[];
}

export const OutcomeModel = createUnionType({
  name: 'CommandOutcome',
  description: 'Une commande est acceptée entière, ou refusée avec tout ce qui ne va pas.',
  types: () => [AcceptedModel, RefusedModel] as const,
  resolveType: (row: object) => ('problems' in row ? 'Refused' : 'Accepted'),
});

type ProblemRow = RowOf<ProblemModel>;
type RefusedRow = { readonly problems: readonly ProblemRow[] };
type OutcomeRow =
  | (Omit<RowOf<AcceptedModel>, 'warnings'> & { readonly warnings: readonly ProblemRow[] })
  | RefusedRow;

const problemRow = (problem: Problem, language: Language): RowOf<ProblemModel> => ({
  code: problem.code,
  severity: problem.severity,
  field: problem.field,
  found: problem.found,
  allowed: problem.allowed[language],
  remedy: problem.remedy[language],
  message: problem.message[language],
  rule: problem.rule ?? null,
  conflict: problem.conflict ?? null,
});

/** The log could not be reached: an outage, not a refusal of what was sent. */
const outageOf = (problems: readonly Problem[]): Fault | undefined => {
  const outage = problems.find(({ code }) => code === 'EVENT_LOG_UNAVAILABLE');
  if (outage === undefined) return undefined;
  const { message, remedy } = outage;
  return new Fault('SERVICE_UNAVAILABLE', {
    fr: `${message.fr} ${remedy.fr}`,
    en: `${message.en} ${remedy.en}`,
  });
};

/** What is wrong, in the words of the API. Throws SERVICE_UNAVAILABLE when the command could not be tried. */
export const refusedRow = (problems: readonly Problem[], language: Language): RefusedRow => {
  const outage = outageOf(problems);
  if (outage !== undefined) throw outage;
  return { problems: problems.map((problem) => problemRow(problem, language)) };
};

/** The outcome of a command in the words of the API. Throws SERVICE_UNAVAILABLE when it could not be tried. */
export const outcomeRow = (outcome: Outcome, language: Language): OutcomeRow => {
  if (!outcome.ok) return refusedRow(outcome.error, language);
  const { submissionId, contentHash, recordedAt, position, revision, effect, warnings } =
    outcome.value;
  return {
    submissionId,
    contentHash,
    recordedAt,
    position,
    revision,
    effect,
    warnings: warnings.map((problem) => problemRow(problem, language)),
  };
};
