import { rm } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { AdoptionEvent } from '#domain/indicator';
import { beginning } from '#kernel';
import { openEventLog } from '#postgres';

import { folderWith, tabletsCount } from '../../libs/testing/candidate.js';
import { type CommandLine, openCommandLine, runCommand } from '../../libs/testing/command-line.js';

const file = 'eleves_par_ordinateur_1d.v2.yaml';

describe('a command that is started with another catalogue', () => {
  let line: CommandLine;
  let newer: string;

  beforeAll(async () => {
    line = await openCommandLine({});
    newer = folderWith({ [file]: tabletsCount });
  });

  afterAll(async () => {
    await line.close();
    await rm(newer, { recursive: true });
  });

  const adoptions = async () => {
    const log = await openEventLog({ url: line.database.url });
    const events = await log.readAll(beginning, 100).finally(() => log.close());
    return events.map(({ data, type }) => [
      type,
      (data as AdoptionEvent['data']).changes
        .filter(({ from }) => from !== null)
        .map(({ indicator, from, to }) => `${indicator} ${String(from)} → ${String(to)}`),
    ]);
  };

  it('records once that figures are computed with it, whoever is first', async () => {
    const settings = { ...line.settings, CATALOGUE_DIRS: newer };
    const commands = [['campaign', 'list'], ['projections']];
    await Promise.all(commands.map((command) => line.run(...command)));
    const first = await adoptions();
    const ended = await Promise.all(commands.map((command) => runCommand(command, settings)));
    const told = ended.filter(({ notes }) => notes.includes('eleves_par_ordinateur_1d v1 → v2: '));

    expect(ended.map(({ code, notes }) => [code, notes.includes('    at ')])).toEqual([
      [0, false],
      [0, false],
    ]);
    expect(told).toHaveLength(1);
    expect(first).toEqual([['DefinitionsAdopted', []]]);
    expect(await adoptions()).toEqual([
      ...first,
      ['DefinitionsAdopted', ['eleves_par_ordinateur_1d 1 → 2']],
    ]);
  });
});
