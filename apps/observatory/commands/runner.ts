import type { Catalogue } from '#catalogue';
import {
  isServiceFault,
  type Observatory,
  openCatalogue,
  openObservatory,
  serviceFaultText,
  startProjector,
} from '#platform/composition';
import { CannotStart, createLogger, loadConfig, type Config } from '#platform/process';
import type { DefinitionChange } from '#domain/indicator';
import type { Bilingual } from '#kernel';

import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { fileFaultText } from '../cli/file-fault.js';
import { type Leaving, listenForLeaving } from '../cli/leaving.js';
import type { Terminal } from '../cli/terminal.js';
import { UsageError } from '../cli/usage-error.js';
import { commandLineContext } from './origin.js';
import type { Job, PlainJob, Run } from './run.js';

const stoppedUnexplained = { reason: { fr: '', en: '' }, remedy: { fr: '', en: '' } };

const configured = (terminal: Terminal): Config | undefined => {
  const config = loadConfig(process.env);
  if (config.ok) return config.value;
  terminal.problems(config.error);
  return undefined;
};

const catalogued = async (
  { indicatorFolders }: Config,
  terminal: Terminal,
): Promise<Catalogue | undefined> => {
  const catalogue = await openCatalogue(indicatorFolders);
  if (catalogue.ok) return catalogue.value;
  for (const mistake of catalogue.error) terminal.note(mistake[terminal.language]);
  return undefined;
};

/** Waits for the read models; what has stopped is told, and what it has is read all the same. */
const caughtUp = async ({ settled }: Observatory, terminal: Terminal): Promise<void> => {
  const stopped = await settled();
  for (const { projection, position, failure } of stopped) {
    const { reason, remedy } = failure ?? stoppedUnexplained;
    const { language } = terminal;
    const what = language === 'fr' ? 'arrêté à la position' : 'stopped at position';
    terminal.note(`${projection} : ${what} ${position} · ${reason[language]}`);
    terminal.note(`  → ${remedy[language]}`);
  }
};

const versionText = (version: number | null): string =>
  version === null ? '–' : `v${String(version)}`;

/** What figures are computed with from now on, when it is not what it was. */
const tellAdopted = (changes: readonly DefinitionChange[], { language, note }: Terminal): void => {
  const colon = language === 'fr' ? ' : ' : ': ';
  const changed = changes.filter(({ from }) => from !== null);
  for (const { indicator, from, to, reason } of changed) {
    const why = reason === null ? '' : `${colon}${reason[language]}`;
    note(`${indicator} ${versionText(from)} → ${versionText(to)}${why}`);
  }
};

const interrupted: Bilingual = { fr: 'Interrompu. Arrêt en cours…', en: 'Interrupted. Stopping…' };

const abandoned = async (leaving: Leaving, { note, language }: Terminal): Promise<ExitCode> => {
  await leaving.abandoned;
  note(interrupted[language]);
  return exitCodes.interrupted;
};

/** Tells why a command could not be done. Throws what is no fault of its surroundings. */
const toldFault = (error: unknown, { note, language }: Terminal): ExitCode => {
  const usage = error instanceof UsageError ? error.text : fileFaultText(error);
  if (error instanceof CannotStart) {
    for (const text of error.texts) note(text[language]);
    return exitCodes.usage;
  }
  if (usage !== undefined) {
    note(usage[language]);
    return exitCodes.usage;
  }
  if (!isServiceFault(error)) throw error;
  note(serviceFaultText(error)[language]);
  return exitCodes.unavailable;
};

/** Runs the jobs of commands, one for each run of the program. */
export const makeRunner = (terminal: Terminal): Run => {
  const finish = (code: ExitCode): void => {
    process.exitCode = code;
  };

  const offline = async (job: PlainJob<Catalogue>): Promise<ExitCode> => {
    const config = configured(terminal);
    const catalogue = config === undefined ? undefined : await catalogued(config, terminal);
    return catalogue === undefined ? exitCodes.usage : await job(catalogue, terminal);
  };

  const opened = async (job: Job<Observatory>): Promise<ExitCode> => {
    const config = configured(terminal);
    if (config === undefined) return exitCodes.usage;
    const catalogue = await catalogued(config, terminal);
    if (catalogue === undefined) return exitCodes.usage;
    const level = config.logging.level === 'info' ? 'warn' : config.logging.level;
    const logger = createLogger({ level });
    const leaving = listenForLeaving();
    const left = abandoned(leaving, terminal);
    const observatory = await openObservatory({ config, logger, catalogue }).catch(
      (error: unknown) => {
        // Ctrl-C reaches the programs that make the data folder too
        if (leaving.hasCome()) return undefined;
        throw error;
      },
    );
    if (observatory === undefined) return left;
    const work = async (): Promise<ExitCode> => {
      tellAdopted(await startProjector(observatory, commandLineContext()), terminal);
      return job(observatory, terminal, leaving);
    };
    try {
      return await Promise.race([work(), left]);
    } finally {
      await observatory.close();
    }
  };

  const guardedly = async (work: () => ExitCode | Promise<ExitCode>): Promise<void> => {
    try {
      const code = await work();
      if (code === exitCodes.interrupted) process.exit(code);
      finish(code);
    } catch (error) {
      finish(toldFault(error, terminal));
    }
  };

  const guarded = (job: Job<Observatory>): Promise<void> => guardedly(() => opened(job));

  return {
    offline: (job) => guardedly(() => offline(job)),
    configured: (job) =>
      guardedly(() => {
        const config = configured(terminal);
        return config === undefined ? exitCodes.usage : job(config, terminal);
      }),
    writing: guarded,
    reading: (job) =>
      guarded(async (observatory, to, leaving) => {
        await caughtUp(observatory, to);
        return job(observatory, to, leaving);
      }),
  };
};
