import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { databaseForTest, type TestDatabase } from './postgres-for-tests.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Settings = Readonly<Record<string, string>>;

/** How a command ended: its exit code, what it said on standard output and on standard error. */
export type Ended = {
  readonly code: number | null;
  readonly output: string;
  readonly notes: string;
};

/**
 * Starts `observatory …` in a process of its own, in English unless `args` or the settings say otherwise; `detached`:
 * in a group of its own, as a terminal would.
 */
export const startCommand = (args: readonly string[], settings: Settings, detached = false) =>
  spawn(
    process.execPath,
    [
      '--conditions=source',
      '--no-warnings',
      '--import',
      './tools/jest/typescript.mjs',
      'apps/observatory/main.ts',
      ...args,
    ],
    {
      cwd: root,
      detached,
      env: { ...process.env, OBSERVATORY_LANG: 'en', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );

export const runCommand = async (args: readonly string[], settings: Settings): Promise<Ended> => {
  const child = startCommand(args, settings);
  const [output, notes, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { code, output, notes };
};

export type JsonLine = Readonly<Record<string, unknown>>;

/** The lines that a command printed with `--json`. */
export const jsonLines = ({ output }: Ended): readonly JsonLine[] =>
  output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonLine);

/** A database and a folder of files, and commands that run over them. */
export type CommandLine = {
  readonly database: TestDatabase;
  readonly folder: string;
  readonly settings: Settings;
  readonly run: (...args: readonly string[]) => Promise<Ended>;
  /** The lines of `--json`; throws when the command ends with another exit code than 0. */
  readonly json: (...args: readonly string[]) => Promise<readonly JsonLine[]>;
  readonly close: () => Promise<void>;
};

/** Writes the files into the folder, by name; commands are given `more` settings. */
export const openCommandLine = async (
  files: Readonly<Record<string, string>>,
  more: Settings = {},
): Promise<CommandLine> => {
  const database = await databaseForTest();
  const folder = await mkdtemp(join(tmpdir(), 'observatoire-test-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const settings = { DATABASE_URL: database.url, DATA_DIR: folder, ...more };
  const run = (...args: readonly string[]): Promise<Ended> => runCommand(args, settings);
  return {
    database,
    folder,
    settings,
    run,
    json: async (...args) => {
      const ended = await run('--json', ...args);
      if (ended.code !== 0) throw new Error(`${args.join(' ')}: ${ended.output}${ended.notes}`);
      return jsonLines(ended);
    },
    close: async () => {
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
};
