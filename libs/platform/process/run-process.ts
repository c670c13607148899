import { setTimeout as delay } from 'node:timers/promises';

import { Registry } from 'prom-client';

import type { Catalogue } from '#catalogue';
import type { Bilingual } from '#kernel';

import { openCatalogue } from '../composition/catalogue.js';
import { isPassingFault, isServiceFault, serviceFaultText } from '../composition/faults.js';
import { version } from '../composition/version.js';
import { type Config, type Duties, loadConfig } from '../config/load-config.js';
import type { Variables } from '../config/setting.js';
import { createLogger, type Logger } from '../logging/logger.js';
import { PartMeasures } from '../metrics/part.measures.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { type HealthServer, startHealthServer } from './health-server.js';
import { aborted, interruption } from './interruption.js';
import { localeOf } from './locale.js';
import { type Part, type PartReport, reasonOf, reportOf, watchParts } from './parts.js';

/** What a process is opened with. */
export type ProcessOpening = {
  readonly config: Config;
  readonly logger: Logger;
  readonly catalogue: Catalogue;
  /** Measures that stand in it are served at /metrics. */
  readonly registry: Registry;
};

/** A process at work. */
type RunningProcess = {
  /** What it needs and does: it is ready while none is down. */
  readonly parts: readonly Part[];
  /** Brings its measures up to date before they are read. */
  readonly measure?: () => void | Promise<void>;
  /** Stops intake, drains, commits checkpoints, closes pools, in this order. */
  readonly close: () => Promise<unknown>;
};

export type ProcessKind = {
  readonly name: 'api' | 'projector' | 'relay' | 'intake';
  readonly duties: Duties;
  /** Throws what adapters throw of services that are away: it is tried again until they are there. */
  readonly open: (opening: ProcessOpening) => Promise<RunningProcess>;
};

/** Something that somebody must mend before the process can start. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';

  constructor(readonly texts: readonly Bilingual[]) {
    super(texts.map(({ en }) => en).join('\n'));
  }
}

const tryAgainAfterMs = 1_000;
const watchEveryMs = 2_000;

type WhyNotListening = (variable: string, port: number) => Bilingual;

const notAnAddress: WhyNotListening = (variable, port) => ({
  fr: `${variable} : l’adresse où écouter le port ${port} n’est pas de cette machine. Vérifiez-la.`,
  en: `${variable}: the address to listen at on port ${port} is not of this machine. Check it.`,
});

const whyNotListening: Readonly<Record<string, WhyNotListening>> = {
  EADDRINUSE: (variable, port) => ({
    fr: `${variable} : le port ${port} est déjà pris. Donnez-en un autre à ce processus.`,
    en: `${variable}: the port ${port} is taken. Give this process another.`,
  }),
  EACCES: (variable, port) => ({
    fr: `${variable} : ce compte n’a pas le droit d’écouter le port ${port}. Donnez-en un à partir de 1024.`,
    en: `${variable}: this account may not listen on port ${port}. Give one from 1024 on.`,
  }),
  EADDRNOTAVAIL: notAnAddress,
  ENOTFOUND: notAnAddress,
};

/** Listens through `work`; a port or an address that cannot be had is a mistake of the setting. */
export const onPort = async <Value>(
  variable: string,
  port: number,
  work: () => Promise<Value>,
): Promise<Value> => {
  try {
    return await work();
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
    const why = whyNotListening[String(code)];
    if (why === undefined) throw error;
    throw new CannotStart([why(variable, port)]);
  }
};

const configured = ({ duties }: ProcessKind, env: Variables): Config => {
  const config = loadConfig(env, duties);
  if (!config.ok) throw new CannotStart(config.error.map(({ message }) => message));
  return config.value;
};

const catalogued = async ({ indicatorFolders }: Config): Promise<Catalogue> => {
  const catalogue = await openCatalogue(indicatorFolders);
  if (!catalogue.ok) throw new CannotStart(catalogue.error);
  return catalogue.value;
};

type Phase =
  | { readonly kind: 'starting'; readonly why: Bilingual | undefined }
  | { readonly kind: 'running'; readonly running: RunningProcess }
  | { readonly kind: 'leaving' };

/** One process from its start to its end: what it says of itself, and when. */
class Life {
  #phase: Phase = { kind: 'starting', why: undefined };
  readonly #measures: PartMeasures;

  constructor(
    private readonly kind: ProcessKind,
    private readonly opening: ProcessOpening,
    private readonly leaving: AbortSignal,
  ) {
    this.#measures = new PartMeasures(opening.registry);
  }

  async run(): Promise<void> {
    const health = await this.#serveHealth();
    const { logger } = this.opening;
    logger.info({ process: this.kind.name, health: health.address, version }, 'started');
    try {
      const running = await this.#open();
      if (running === undefined) return;
      this.#phase = { kind: 'running', running };
      logger.info({ process: this.kind.name }, 'running');
      watchParts(running.parts, { logger, everyMs: watchEveryMs, signal: this.leaving });
      await aborted(this.leaving);
      this.#phase = { kind: 'leaving' };
      logger.info({ process: this.kind.name }, 'stopping');
      await running.close();
    } finally {
      await health.close();
    }
  }

  #serveHealth(): Promise<HealthServer> {
    const { health } = this.opening.config;
    const answers = {
      live: () => ({ status: 'live', process: this.kind.name, version }),
      ready: () => this.#ready(),
      metrics: () => this.#metrics(),
    };
    return onPort('HEALTH_PORT', health.port, () => startHealthServer(health, answers));
  }

  /** Tries until the services that it needs are there; undefined when it is asked to leave before. */
  async #open(): Promise<RunningProcess | undefined> {
    const { logger } = this.opening;
    let told = '';
    while (!this.leaving.aborted) {
      try {
        return await this.kind.open(this.opening);
      } catch (error) {
        if (!isPassingFault(error)) throw error;
        const why = reasonOf(error);
        this.#phase = { kind: 'starting', why };
        if (told !== why.en) logger.warn({ process: this.kind.name, why, err: error }, 'waiting');
        told = why.en;
      }
      await delay(tryAgainAfterMs, undefined, { signal: this.leaving }).catch(() => undefined);
    }
    return undefined;
  }

  #reports(): Promise<readonly PartReport[]> {
    return this.#phase.kind === 'running'
      ? Promise.all(this.#phase.running.parts.map(reportOf))
      : Promise.resolve([]);
  }

  async #ready(): Promise<{ readonly isReady: boolean; readonly body: object }> {
    const { name } = this.kind;
    const phase = this.#phase;
    const parts = await this.#reports();
    const isReady = phase.kind === 'running' && parts.every(({ status }) => status !== 'down');
    const status = isReady ? 'ready' : 'not-ready';
    const why = phase.kind === 'starting' ? { why: phase.why } : {};
    return { isReady, body: { status, process: name, version, phase: phase.kind, ...why, parts } };
  }

  async #metrics(): Promise<string> {
    this.#measures.measure(await this.#reports());
    if (this.#phase.kind === 'running') await this.#phase.running.measure?.();
    return this.opening.registry.metrics();
  }
}

const say = (name: string, lines: readonly string[]): void => {
  for (const line of lines) process.stderr.write(`${name} : ${line}\n`);
};

const live = async (kind: ProcessKind, env: Variables): Promise<void> => {
  const leaving = interruption();
  const config = configured(kind, env);
  const logger = createLogger(config.logging);
  const catalogue = await catalogued(config);
  const registry = new Registry();
  await new Life(kind, { config, logger, catalogue, registry }, leaving).run();
};

/**
 * Runs a process until SIGTERM or SIGINT, and answers with its exit code: `done` when it was stopped in order,
 * `usage` for what the settings must mend, `unavailable` for a service that somebody must mend. A service that is
 * merely away is waited for, and so it is again whenever it goes.
 */
export const runProcess = async (kind: ProcessKind, env: Variables): Promise<ExitCode> => {
  try {
    await live(kind, env);
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CannotStart) {
      const language = localeOf(env);
      say(
        kind.name,
        error.texts.map((text) => text[language]),
      );
      return exitCodes.usage;
    }
    if (!isServiceFault(error)) throw error;
    say(kind.name, [serviceFaultText(error)[localeOf(env)]]);
    return exitCodes.unavailable;
  }
};
