import { EventLogUnavailable } from '#application';
import type { Bilingual, Position, RecordedEvent } from '#kernel';

import { DatabaseFault, DatabaseUnavailable } from '../pool/faults.js';
import { CheckpointMoved } from './checkpoint.js';
import { EventUnreadable } from './facts.js';
import type { ProjectionName } from './projection.js';
import { RebuildRunning } from './rebuild.js';

/** Why a projection has stopped, and what to do. The others go on; the log holds everything. */
export type ProjectionFailure = {
  /** The event that could not be applied; null when no single one is to blame. */
  readonly event: Pick<
    RecordedEvent,
    'id' | 'type' | 'stream' | 'revision' | 'position' | 'schemaVersion'
  > | null;
  readonly reason: string;
  readonly remedy: Bilingual;
};

export type ProjectionHealth = {
  readonly projection: ProjectionName;
  /**
   * starting: not read yet · rebuilding: made anew, its rows of before are still read · following: applies
   * what comes · waiting: the database or another projector is in the way, it tries again · stopped: see
   * `failure`.
   */
  readonly status: 'starting' | 'rebuilding' | 'following' | 'waiting' | 'stopped';
  /** Everything at or before it is in the rows. */
  readonly position: Position;
  readonly failure: ProjectionFailure | null;
};

/** Faults that pass by themselves: nothing is wrong with any event. */
export const isPassing = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable ||
  error instanceof EventLogUnavailable ||
  error instanceof CheckpointMoved ||
  error instanceof RebuildRunning ||
  (error instanceof DatabaseFault && error.fault.kind === 'retryable');

const updateProgram: Bilingual = {
  fr: 'Installez une version du programme qui connaît cet événement, puis redémarrez : rien n’est perdu.',
  en: 'Install a version of the program that knows this event, then restart: nothing is lost.',
};

const reportIt: Bilingual = {
  fr: 'Le journal contient un fait que ce programme ne peut pas appliquer. Signalez-le avec sa position ; une fois corrigé, redémarrez : la projection reprend où elle s’est arrêtée.',
  en: 'The log holds a fact that this program cannot apply. Report it with its position; once it is corrected, restart: the projection resumes where it stopped.',
};

export const superseded: ProjectionFailure = {
  event: null,
  reason: 'another process has made this read model anew, with other definitions',
  remedy: {
    fr: 'Redémarrez ce processus avec le même catalogue que l’autre.',
    en: 'Restart this process with the same catalogue as the other.',
  },
};

const remedyOf = (error: unknown): Bilingual =>
  error instanceof EventUnreadable && error.refusal.kind !== 'MalformedEvent'
    ? updateProgram
    : reportIt;

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** What is told of an event that could not be applied. */
export const failureOf = (
  error: unknown,
  culprit: RecordedEvent | undefined,
): ProjectionFailure => {
  if (culprit === undefined) return { event: null, reason: reasonOf(error), remedy: reportIt };
  const { id, type, stream, revision, position, schemaVersion } = culprit;
  return {
    event: { id, type, stream, revision, position, schemaVersion },
    reason: reasonOf(error),
    remedy: remedyOf(error),
  };
};
