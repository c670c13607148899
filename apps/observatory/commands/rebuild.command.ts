import { type ProjectionName, projectionNames } from '#application';
import {
  type RebuildPhase,
  type RebuildReport,
  RebuildRunning,
  RebuildStopped,
  SwitchPostponed,
} from '#postgres';
import type { Bilingual } from '#kernel';
import type { Command } from 'commander';

import { exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import type { Observatory } from '../composition/observatory.js';
import type { Run } from './run.js';

type Options = { readonly switch?: true };

const words = {
  fr: {
    read: 'événements relus',
    live: 'en service',
    rebuilt: 'reconstruit',
    switched: ' · basculé',
  },
  en: { read: 'events read again', live: 'live', rebuilt: 'rebuilt', switched: ' · switched' },
} as const;

const verdicts = {
  fr: { equal: 'identiques', different: 'DIFFÉRENTES' },
  en: { equal: 'equal', different: 'DIFFERENT' },
} as const;

const phases: Readonly<Record<RebuildPhase, Bilingual>> = {
  replaying: { fr: 'relecture du journal', en: 'reading the log again' },
  comparing: { fr: 'empreintes', en: 'digests' },
  switching: { fr: 'bascule', en: 'switching over' },
};

const tell = (report: RebuildReport, terminal: Terminal): void => {
  const { projection, equal, digests, position, events, switched } = report;
  const said = words[terminal.language];
  const verdict = verdicts[terminal.language][equal ? 'equal' : 'different'];
  terminal.line(`${projection} · position ${position} · ${events} ${said.read}`);
  terminal.line(`  ${said.live.padEnd(12)} ${digests.live}`);
  terminal.line(
    `  ${said.rebuilt.padEnd(12)} ${digests.rebuilt}  ${verdict}${switched ? said.switched : ''}`,
  );
};

const rebuildOne = async (
  name: ProjectionName,
  options: Options,
  { rebuilder }: Observatory,
  terminal: Terminal,
): Promise<boolean> => {
  const progress = terminal.progress(name, 0);
  let phase: RebuildPhase | undefined;
  const report = await rebuilder
    .rebuild(name, {
      switchOver: options.switch === true,
      onProgress: (at, goal, now) => {
        progress.update(Number(at), Number(goal));
        if (now !== phase)
          terminal.note(`${name} · ${phases[now][terminal.language]} · ${at}/${goal}`);
        phase = now;
      },
    })
    .finally(() => progress.stop());
  terminal.result(report, () => tell(report, terminal));
  return report.equal || !report.sameDefinition;
};

/** What is told of a rebuild that was refused, or that has stopped: the live rows are as they were. */
const textOf = (error: unknown): Bilingual | undefined => {
  if (error instanceof RebuildRunning || error instanceof SwitchPostponed) return error.text;
  if (!(error instanceof RebuildStopped)) return undefined;
  const { position, type, stream } = error.event;
  return {
    fr: `Reconstruction arrêtée à l’événement ${position} (${type}, ${stream}) : ${error.message}. Rien n’a changé.`,
    en: `The rebuild stopped at the event ${position} (${type}, ${stream}): ${error.message}. Nothing has changed.`,
  };
};

export const registerRebuild = (program: Command, run: Run): void => {
  const command = addCommand(program, 'rebuild [modèles...]', {
    fr: 'Reconstruit des modèles de lecture depuis la position 0 et compare leurs empreintes.',
    en: 'Rebuild read models from position 0 and compare their digests.',
  });
  command
    .addHelpText('after', `\n${projectionNames.join(', ')}`)
    .option(
      '--switch',
      text(command, {
        fr: 'met les nouveaux à la place des anciens',
        en: 'put the new ones in the place of the old',
      }),
    )
    .action((names: readonly string[], options: Options) =>
      run.reading(async (observatory, terminal) => {
        const unknown = names.filter((name) => !projectionNames.some((known) => known === name));
        if (unknown.length > 0) {
          terminal.note(`${unknown.join(', ')} ? ${projectionNames.join(', ')}`);
          return exitCodes.usage;
        }
        const wanted = projectionNames.filter((name) => names.length === 0 || names.includes(name));
        try {
          let equal = true;
          for (const name of wanted)
            equal = (await rebuildOne(name, options, observatory, terminal)) && equal;
          return equal ? exitCodes.done : exitCodes.refused;
        } catch (error) {
          const told = textOf(error);
          if (told === undefined) throw error;
          terminal.note(told[terminal.language]);
          return exitCodes.refused;
        }
      }),
    );
};
