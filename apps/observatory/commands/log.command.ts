import {
  type CopyDigests,
  copyLog,
  type CopyPhase,
  copyProblem,
  type CopyTarget,
  type ReadableLog,
  verifyCopy,
} from '#application/log-copy';
import type { Bilingual, Position } from '#kernel';
import type { Config } from '#platform/process';
import type { Command } from 'commander';

import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import { type LogAddress, logAddress, openSource, openTarget } from '../composition/log-ends.js';
import type { Run } from './run.js';

type Options = { readonly from: string; readonly to: string };

type Ends = { readonly source: ReadableLog; readonly target: CopyTarget };

type Work = (ends: Ends, terminal: Terminal) => Promise<ExitCode>;

const phases: Readonly<Record<CopyPhase, Bilingual>> = {
  comparing: { fr: 'comparaison de ce qui y est déjà', en: 'comparing what is there already' },
  copying: { fr: 'copie', en: 'copying' },
  verifying: { fr: 'relecture', en: 'reading back' },
};

const words = {
  fr: { source: 'source', target: 'destination', events: 'événements', copied: 'copiés' },
  en: { source: 'source', target: 'target', events: 'events', copied: 'copied' },
} as const;

const verdicts = {
  fr: { equal: 'identiques', different: 'DIFFÉRENTS à partir de la position' },
  en: { equal: 'equal', different: 'DIFFERENT from position' },
} as const;

/** One bar for each phase, as each begins. */
const progressOn = (terminal: Terminal) => {
  let now:
    { readonly phase: CopyPhase; readonly bar: ReturnType<Terminal['progress']> } | undefined;
  const stop = (): void => now?.bar.stop();
  const onProgress = (phase: CopyPhase, at: Position, goal: Position): void => {
    if (now?.phase !== phase) {
      stop();
      const name = phases[phase][terminal.language];
      terminal.note(name);
      now = { phase, bar: terminal.progress(name, Number(goal)) };
    }
    now.bar.update(Number(at), Number(goal));
  };
  return { onProgress, stop };
};

const tell = (found: CopyDigests & { readonly copied?: number }, terminal: Terminal): void => {
  const { position, events, digests, difference, copied } = found;
  const equal = difference === null;
  const said = words[terminal.language];
  const verdict = verdicts[terminal.language];
  terminal.result({ ...found, equal }, () => {
    const already = copied === undefined ? '' : ` · ${copied} ${said.copied}`;
    terminal.line(`position ${position}${already}`);
    terminal.line(`  ${said.source.padEnd(12)} ${events.source} ${said.events}  ${digests.source}`);
    terminal.line(`  ${said.target.padEnd(12)} ${events.target} ${said.events}  ${digests.target}`);
    terminal.line(`  ${equal ? verdict.equal : `${verdict.different} ${difference}`}`);
  });
};

const copy: Work = async (ends, terminal) => {
  const { onProgress, stop } = progressOn(terminal);
  const outcome = await copyLog(ends, onProgress).finally(stop);
  if (!outcome.ok) {
    terminal.problems([copyProblem(outcome.error)]);
    return exitCodes.refused;
  }
  tell(outcome.value, terminal);
  return exitCodes.done;
};

const verify: Work = async (ends, terminal) => {
  const { onProgress, stop } = progressOn(terminal);
  const found = await verifyCopy(ends, onProgress).finally(stop);
  tell(found, terminal);
  return found.difference === null ? exitCodes.done : exitCodes.refused;
};

const usage: Bilingual = {
  fr: 'postgres (DATABASE_URL ou la base embarquée), kurrentdb (KURRENTDB_URL), ou une adresse postgres://… kurrentdb://… esdb://… : deux journaux différents.',
  en: 'postgres (DATABASE_URL or the embedded database), kurrentdb (KURRENTDB_URL), or an address postgres://… kurrentdb://… esdb://…: two different logs.',
};

const between = async (
  [from, to]: readonly [LogAddress, LogAddress],
  config: Config,
  work: (ends: Ends) => Promise<ExitCode>,
): Promise<ExitCode> => {
  const source = await openSource(from, config);
  try {
    const target = await openTarget(to, config);
    try {
      return await work({ source: source.log, target: target.log });
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
};

const registerWork = (
  parent: Command,
  run: Run,
  { name, about, work }: { readonly name: string; readonly about: Bilingual; readonly work: Work },
): void => {
  const command = addCommand(parent, name, about);
  command
    .requiredOption('--from <journal>', text(command, { fr: 'source', en: 'source' }))
    .requiredOption('--to <journal>', text(command, { fr: 'destination', en: 'target' }))
    .addHelpText('after', `\n${text(command, usage)}`)
    .action((options: Options) =>
      run.configured((config, terminal) => {
        const [from, to] = [logAddress(options.from, config), logAddress(options.to, config)];
        if (from === undefined || to === undefined || from.url === to.url) {
          terminal.note(usage[terminal.language]);
          return exitCodes.usage;
        }
        return between([from, to], config, (ends) => work(ends, terminal));
      }),
    );
};

export const registerLog = (program: Command, run: Run): void => {
  const parent = addCommand(program, 'log', {
    fr: 'Copie le journal des événements vers un autre, et vérifie la copie.',
    en: 'Copy the event log to another, and verify the copy.',
  });
  registerWork(parent, run, {
    name: 'copy',
    about: {
      fr: 'Copie un journal : mêmes événements, mêmes positions, mêmes instants. Interrompue, elle reprend.',
      en: 'Copy a log: same events, same positions, same times. Interrupted, it goes on where it was.',
    },
    work: copy,
  });
  registerWork(parent, run, {
    name: 'verify',
    about: {
      fr: 'Relit deux journaux et compare leurs empreintes, jusqu’à la tête de la source.',
      en: 'Read two logs and compare their digests, up to the head of the source.',
    },
    work: verify,
  });
};
