import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Line = Readonly<Record<string, unknown>>;

/** One kind of process, started as it ships, with its health on a free port. */
export type StartedProcess = {
  /** The lines of its log so far. */
  readonly log: readonly Line[];
  /** Resolves with the first line, past or to come, that says `message`. */
  readonly said: (message: string) => Promise<Line>;
  /** Resolves with its exit code, and what it wrote on standard error. */
  readonly ended: Promise<{ readonly code: number | null; readonly notes: string }>;
  readonly kill: (signal: NodeJS.Signals) => void;
};

const start = (name: string, settings: Readonly<Record<string, string>>): ChildProcess =>
  spawn(
    process.execPath,
    [
      '--conditions=source',
      '--no-warnings',
      ...['--import', './tools/jest/typescript.mjs', `apps/${name}/main.ts`],
    ],
    {
      cwd: root,
      env: { ...process.env, OBSERVATORY_LANG: 'en', HEALTH_PORT: '0', PORT: '0', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );

export const startProcess = (
  name: 'api' | 'projector' | 'relay' | 'intake',
  settings: Readonly<Record<string, string>>,
): StartedProcess => {
  const child = start(name, settings);
  if (child.stdout === null || child.stderr === null) throw new Error('a process without output');
  const log: Line[] = [];
  const waiting = new Map<string, (line: Line) => void>();
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as Line;
    log.push(line);
    waiting.get(String(line['msg']))?.(line);
  });
  const notes = text(child.stderr);
  return {
    log,
    said: (message) => {
      const found = log.find(({ msg }) => msg === message);
      return found === undefined
        ? new Promise((resolve) => waiting.set(message, resolve))
        : Promise.resolve(found);
    },
    ended: once(child, 'exit').then(async ([code]) => ({
      code: code as number | null,
      notes: await notes,
    })),
    kill: (signal) => void child.kill(signal),
  };
};

/** Where it tells its health. */
export const healthOf = async (started: StartedProcess): Promise<string> =>
  String((await started.said('started'))['health']);

type Answer = {
  readonly status: number;
  readonly body: Line & { readonly parts: readonly Line[] };
};

export const readyOf = async (address: string): Promise<Answer> => {
  const answer = await fetch(`${address}/health/ready`);
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
};

/** Asks until the answer is as wanted: what a process says of itself follows what happens. */
export const readyWhen = async (
  address: string,
  isWanted: (answer: Answer) => boolean,
): Promise<Answer> => {
  for (;;) {
    const answer = await readyOf(address);
    if (isWanted(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
