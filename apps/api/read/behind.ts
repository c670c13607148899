import type { ProjectionState } from '#application';
import type { Position } from '#kernel';
import { Fault } from '#platform';

type Wait = {
  readonly wanted: Position;
  readonly reached: Position;
  readonly waitedMs: number;
};

const namesOf = (states: readonly ProjectionState[]): readonly string[] =>
  states.map(({ projection }) => projection);

const stoppedFault = (stopped: readonly ProjectionState[], { wanted, reached }: Wait): Fault => {
  const names = namesOf(stopped).join(', ');
  return new Fault(
    'READ_MODEL_STOPPED',
    {
      fr: `Le modèle de lecture ${names} est arrêté : les lectures en restent à la position ${String(reached)}, vous demandez au moins ${String(wanted)}. Réessayer n’y changera rien : l’exploitant doit agir (observatory projections dit quoi faire). Sans atLeast, ce qui est connu reste lisible.`,
      en: `The read model ${names} has stopped: readings stay at position ${String(reached)}, you ask for at least ${String(wanted)}. Trying again will not help: the operator has to act (observatory projections says what to do). Without atLeast, what is known can be read.`,
    },
    { position: String(reached), atLeast: String(wanted), projections: namesOf(stopped) },
  );
};

const neverRecorded = (wanted: Position, head: bigint): Fault =>
  new Fault(
    'BAD_REQUEST',
    {
      fr: `atLeast vaut ${String(wanted)}, et le journal s’arrête à ${String(head)} : aucun reçu de ce journal ne donne cette position.`,
      en: `atLeast is ${String(wanted)}, and the log ends at ${String(head)}: no receipt of this log gives that position.`,
    },
    { position: String(head), atLeast: String(wanted) },
  );

/** Where the log ends, as the read models see it; undefined before anything was projected. */
const headOf = ([state]: readonly ProjectionState[]): bigint | undefined =>
  state && state.position + state.lag;

/**
 * Why `wanted` was not reached in time: no log has it, or by which read models, those that stand still, else the
 * slow ones.
 */
export const behind = (wait: Wait, states: readonly ProjectionState[]): Fault => {
  const { wanted, reached, waitedMs } = wait;
  const head = headOf(states);
  if (head !== undefined && wanted > head) return neverRecorded(wanted, head);
  const late = states.filter(({ position }) => position < wanted);
  const stopped = late.filter(({ status }) => status === 'stopped');
  if (stopped.length > 0) return stoppedFault(stopped, wait);
  const names = namesOf(late).join(', ');
  return new Fault(
    'READ_MODEL_BEHIND',
    {
      fr: `Les lectures en sont à la position ${String(reached)} (en retard : ${names}) ; vous demandez au moins ${String(wanted)}. Attendu ${String(waitedMs)} ms : réessayez dans un instant.`,
      en: `Readings are at position ${String(reached)} (behind: ${names}); you ask for at least ${String(wanted)}. Waited ${String(waitedMs)} ms: try again in a moment.`,
    },
    { position: String(reached), atLeast: String(wanted), projections: namesOf(late) },
  );
};
