import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type TypeScriptChild = {
  /** The lines that it prints, as they come. */
  readonly lines: AsyncIterableIterator<string>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly exited: Promise<void>;
};

/** Runs a TypeScript file of this repository in a process of its own. */
export const runTypeScript = (file: string, args: readonly string[]): TypeScriptChild => {
  const child: ChildProcess = spawn(
    process.execPath,
    [
      '--conditions=source',
      '--no-warnings',
      '--import',
      './tools/jest/typescript.mjs',
      file,
      ...args,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (child.stdout === null) throw new Error('a child process without output');
  return {
    lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](),
    kill: (signal) => void child.kill(signal),
    exited: once(child, 'exit').then(() => undefined),
  };
};
