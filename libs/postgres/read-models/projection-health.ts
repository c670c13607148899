import { EventLogUnavailable, type ProjectionFailure, type ProjectionName } from '#application';
import { type Bilingual, position, type Position, type RecordedEvent } from '#kernel';

import { DatabaseFault, DatabaseUnavailable } from '../pool/faults.js';
import { CheckpointMoved } from './checkpoint.js';
import { EventUnreadable } from './facts.js';
import {
  RebuildAbandoned,
  RebuildRunning,
  RebuildStopped,
  SwitchPostponed,
} from './rebuild-faults.js';

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
  error instanceof SwitchPostponed ||
  error instanceof RebuildAbandoned ||
  (error instanceof DatabaseFault && error.fault.kind === 'retryable');

const updateProgram: Bilingual = {
  fr: 'Installez une version du programme qui connaît cet événement : rien n’est perdu, la projection reprend où elle s’est arrêtée.',
  en: 'Install a version of the program that knows this event: nothing is lost, the projection resumes where it stopped.',
};

const skipIt: Bilingual = {
  fr: 'Le journal contient un fait que ce programme ne peut pas appliquer. Signalez-le avec sa position. Pour continuer sans lui, passez-le : observatory projections skip <projection> <position> --reason "…".',
  en: 'The log holds a fact that this program cannot apply. Report it with its position. To go on without it, skip it: observatory projections skip <projection> <position> --reason "…".',
};

const reportIt: Bilingual = {
  fr: 'Signalez cette panne. Une fois sa cause levée, faites reprendre la projection : observatory projections resume <projection>.',
  en: 'Report this fault. Once its cause is gone, let the projection resume: observatory projections resume <projection>.',
};

export const superseded: ProjectionFailure = {
  event: null,
  reason: {
    fr: 'un autre processus a reconstruit ce modèle de lecture, avec d’autres définitions',
    en: 'another process has made this read model anew, with other definitions',
  },
  remedy: {
    fr: 'Redémarrez ce processus avec le même catalogue que l’autre.',
    en: 'Restart this process with the same catalogue as the other.',
  },
};

/** Two kinds of processes that were told to project the same read model in two ways. */
export const takenOver: ProjectionFailure = {
  event: null,
  reason: {
    fr: 'un autre processus projette ce modèle de lecture depuis une autre source (journal ou Kafka)',
    en: 'another process projects this read model from another source (log or Kafka)',
  },
  remedy: {
    fr: 'Donnez à tous les processus la même valeur de FIGURES_FROM, puis redémarrez-les.',
    en: 'Give all processes the same value of FIGURES_FROM, then restart them.',
  },
};

const remedyOf = (error: unknown): Bilingual =>
  error instanceof EventUnreadable && error.refusal.kind !== 'MalformedEvent'
    ? updateProgram
    : skipIt;

const reasonOf = (error: unknown): Bilingual => {
  if (error instanceof EventUnreadable) return error.reason;
  const told = error instanceof Error ? error.message : String(error);
  return { fr: told, en: told };
};

/** What is told of an event that could not be applied, or of a fault that no event is to blame for. */
export const failureOf = (
  error: unknown,
  culprit: RecordedEvent | undefined,
): ProjectionFailure => {
  if (error instanceof RebuildStopped) return failureOf(error.cause, error.event);
  if (culprit === undefined) return { event: null, reason: reasonOf(error), remedy: reportIt };
  const { id, type, stream, revision, position, schemaVersion } = culprit;
  return {
    event: { id, type, stream, revision, position, schemaVersion },
    reason: reasonOf(error),
    remedy: remedyOf(error),
  };
};

/** As it is kept beside the checkpoint. */
export const storedFailure = (failure: ProjectionFailure): string =>
  JSON.stringify(failure, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );

type StoredEvent = Omit<NonNullable<ProjectionFailure['event']>, 'position'> & {
  readonly position: string;
};

/** A failure as `storedFailure` has written it, parsed by the driver. */
export const failureFrom = (
  stored: Omit<ProjectionFailure, 'event'> & { readonly event: StoredEvent | null },
): ProjectionFailure => ({
  ...stored,
  event: stored.event && { ...stored.event, position: position(BigInt(stored.event.position)) },
});

export type StoredFailure = Parameters<typeof failureFrom>[0];
