import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const restartAfterMs = 300;
const keptLines = 2_000;

export type Supervised = {
  /** `kill -9`; it is started again, as a service manager does. */
  readonly kill: () => Promise<void>;
  /** Ends it as an operator does, for good; answers with its exit code. */
  readonly stop: () => Promise<number | null>;
  /** What it has said since the first start, on both outputs. */
  readonly lines: readonly string[];
  readonly starts: () => number;
  readonly pid: () => number | undefined;
};

type Start = {
  /** A file of the build, and its arguments. */
  readonly program: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
};

/** Runs a program of the build, and starts it again whenever it ends, whatever the reason. */
export const supervised = ({ program, settings }: Start): Supervised => {
  const lines: string[] = [];
  let child: ChildProcess;
  let starts = 0;
  let isWanted = true;

  const hear = (chunk: Buffer): void => {
    lines.push(...chunk.toString('utf8').split('\n').filter(Boolean));
    if (lines.length > keptLines) lines.splice(0, lines.length - keptLines);
  };
  const start = (): void => {
    starts += 1;
    child = spawn(process.execPath, [...program], {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', OBSERVATORY_LANG: 'en', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => {
      if (isWanted) void pause(restartAfterMs).then(() => (isWanted ? start() : undefined));
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    return child.exitCode;
  };

  start();
  return {
    lines,
    starts: () => starts,
    pid: () => child.pid,
    kill: async () => {
      await end('SIGKILL');
    },
    stop: async () => {
      isWanted = false;
      return end('SIGTERM');
    },
  };
};
