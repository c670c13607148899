import {
  type Outcome,
  type ProjectionState,
  type RequestContext,
  revokeSkip,
  skipEvent,
} from '#application';
import type { Bilingual } from '#kernel';
import type { Command } from 'commander';

import { positionArgument } from '../cli/arguments.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import type { Observatory } from '../composition/observatory.js';
import { commandLineContext } from './origin.js';
import type { Run } from './run.js';

const headings = {
  fr: ['Modèle', 'État', 'Position', 'Retard', 'Retard (s)', 'Passés', ''],
  en: ['Read model', 'State', 'Position', 'Lag', 'Lag (s)', 'Skipped', ''],
} as const;

const statuses: Readonly<Record<ProjectionState['status'], Bilingual>> = {
  waiting: { fr: 'en attente', en: 'waiting' },
  following: { fr: 'suit', en: 'following' },
  rebuilding: { fr: 'en reconstruction', en: 'rebuilding' },
  stopped: { fr: 'ARRÊTÉ', en: 'STOPPED' },
};

const staleness: Bilingual = { fr: 'à reconstruire', en: 'needs a rebuild' };

const rowOf = (state: ProjectionState, { language }: Terminal) => [
  state.projection,
  statuses[state.status][language],
  state.rebuildPosition === null ? state.position : `${state.position} (${state.rebuildPosition}…)`,
  state.lag,
  Math.round(state.lagSeconds),
  state.skipped.join(', '),
  state.needsRebuild ? staleness[language] : '',
];

const tellFailure = (
  { projection, failure }: ProjectionState,
  { line, language }: Terminal,
): void => {
  if (failure === null) return;
  const { event, reason, remedy } = failure;
  const where =
    event === null
      ? ''
      : ` ${event.position} · ${event.type}@${event.schemaVersion} · ${event.stream}`;
  line('');
  line(`${projection} ·${where}`);
  line(`  ${reason[language]}`);
  line(`  → ${remedy[language]}`);
};

const list = async ({ monitor }: Observatory, terminal: Terminal): Promise<ExitCode> => {
  const states = await monitor.states();
  terminal.result(states, () => {
    terminal.table(
      headings[terminal.language],
      states.map((state) => rowOf(state, terminal)),
    );
    for (const state of states) tellFailure(state, terminal);
  });
  return states.some(({ status }) => status === 'stopped') ? exitCodes.refused : exitCodes.done;
};

const tell = (outcome: Outcome, terminal: Terminal, done: Bilingual): ExitCode => {
  if (!outcome.ok) {
    terminal.problems(outcome.error);
    return exitCodes.refused;
  }
  const { stream, revision, position } = outcome.value;
  terminal.result(outcome.value, () => {
    terminal.line(`${stream} · revision ${revision} · position ${position}`);
    terminal.line(done[terminal.language]);
  });
  return exitCodes.done;
};

type Act = (
  ground: Parameters<typeof skipEvent>[0],
  wanted: Parameters<typeof skipEvent>[1],
  context: RequestContext,
) => Promise<Outcome>;

type Deed = {
  readonly usage: string;
  readonly about: Bilingual;
  readonly act: Act;
  readonly done: Bilingual;
};

const deeds: readonly Deed[] = [
  {
    usage: 'skip <modèle> <position>',
    about: {
      fr: 'Laisse de côté l’événement qui arrête un modèle de lecture : acte enregistré, avec son motif.',
      en: 'Leave out the event that stops a read model: an act that is recorded, with its reason.',
    },
    act: skipEvent,
    done: {
      fr: 'La projection reprend d’elle-même, dans le processus qui la fait.',
      en: 'The projection goes on by itself, in the process that runs it.',
    },
  },
  {
    usage: 'unskip <modèle> <position>',
    about: {
      fr: 'Annule le choix de laisser un événement de côté.',
      en: 'Revoke the choice to leave an event out.',
    },
    act: revokeSkip,
    done: {
      fr: 'Si l’événement était déjà dépassé, reconstruisez : observatory rebuild <modèle> --switch.',
      en: 'If the read model is past the event, make it anew: observatory rebuild <model> --switch.',
    },
  },
];

const registerDeed = (parent: Command, run: Run, { usage, about, act, done }: Deed): void => {
  const command = addCommand(parent, usage, about);
  command
    .requiredOption('--reason <motif>', text(command, { fr: 'motif', en: 'reason' }))
    .action((projection: string, position: string, options: { readonly reason: string }) =>
      run.writing(async ({ services, monitor, settled }, terminal) => {
        await settled();
        const ground = { ...services, projections: monitor };
        const wanted = { projection, position: positionArgument(position), ...options };
        return tell(await act(ground, wanted, commandLineContext()), terminal, done);
      }),
    );
};

const registerResume = (parent: Command, run: Run): void => {
  addCommand(parent, 'resume <modèle>', {
    fr: 'Fait réessayer un modèle de lecture arrêté, une fois la cause levée.',
    en: 'Let a stopped read model try again, once the cause is gone.',
  }).action((projection: string) =>
    run.writing(async ({ monitor }, terminal) => {
      const isStopped = await monitor.resume(projection);
      const told = {
        fr: isStopped ? `${projection} reprend.` : `${projection} n’est pas arrêté.`,
        en: isStopped ? `${projection} resumes.` : `${projection} has not stopped.`,
      };
      terminal.result({ projection, resumed: isStopped }, () =>
        terminal.line(told[terminal.language]),
      );
      return isStopped ? exitCodes.done : exitCodes.refused;
    }),
  );
};

export const registerProjections = (program: Command, run: Run): void => {
  const parent = addCommand(program, 'projections', {
    fr: 'Montre où en sont les modèles de lecture ; passe un événement qui en arrête un.',
    en: 'Show where the read models are; skip an event that stops one.',
  });
  parent.action(() =>
    run.writing(async (observatory, terminal) => {
      await observatory.settled();
      return list(observatory, terminal);
    }),
  );
  for (const deed of deeds) registerDeed(parent, run, deed);
  registerResume(parent, run);
};
