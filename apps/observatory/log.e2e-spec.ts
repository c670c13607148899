import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { openEventLog } from '#postgres';

import {
  type CommandLine,
  jsonLines,
  openCommandLine,
  runCommand,
} from '../../libs/testing/command-line.js';
import { fill } from '../../libs/testing/event-store/samples.js';
import { type StandIn, startStandIn } from '../../libs/testing/kurrentdb/stand-in.js';
import { databaseForTest, type TestDatabase } from '../../libs/testing/postgres-for-tests.js';

type Told = {
  readonly equal: boolean;
  readonly copied?: number;
  readonly difference: string | null;
  readonly digests: { readonly source: string; readonly target: string };
};

describe('the log, on the command line', () => {
  let line: CommandLine;
  let kurrent: StandIn;
  let other: TestDatabase;

  beforeAll(async () => {
    line = await openCommandLine({});
    [kurrent, other] = await Promise.all([startStandIn(), databaseForTest()]);
    const log = await openEventLog({ url: line.database.url });
    for (const name of ['one', 'two', 'three']) await fill(log, `response-${name}`, 4);
    await log.close();
  });

  afterAll(async () => {
    await Promise.all([line.close(), kurrent.stop(), other.drop()]);
  });

  const observatory = (...args: readonly string[]) =>
    runCommand(args, { ...line.settings, KURRENTDB_URL: kurrent.url });

  it('is copied, copied again for nothing, verified, and copied on', async () => {
    const ends = ['--from', 'postgres', '--to', 'kurrentdb'];
    const copied = await observatory('--json', 'log', 'copy', ...ends);
    const again = await observatory('--json', 'log', 'copy', ...ends);
    const verified = await observatory('--json', 'log', 'verify', ...ends);
    const back = await observatory(
      '--json',
      'log',
      'copy',
      '--from',
      'kurrentdb',
      '--to',
      other.url,
    );

    const told = [copied, again, verified, back].map(
      (ended) => jsonLines(ended)[0] as Told | undefined,
    );
    const digest = told[0]?.digests.source;
    expect([copied, again, verified, back].map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(told.map((one) => [one?.equal, one?.copied])).toEqual([
      [true, 12],
      [true, 0],
      [true, undefined],
      [true, 12],
    ]);
    expect(new Set(told.flatMap((one) => Object.values(one?.digests ?? {})))).toEqual(
      new Set([digest]),
    );
  });

  it('says in French what a person reads', async () => {
    const { code, output, notes } = await observatory(
      ...['--lang', 'fr', 'log', 'verify', '--from', 'postgres', '--to', 'kurrentdb'],
    );

    expect([code, notes]).toEqual([0, 'relecture\n']);
    expect(output).toMatch(/^position \d+\n {2}source {7}12 événements {2}[0-9a-f]{64}\n/);
    expect(output).toMatch(/\n {2}destination {2}12 événements {2}[0-9a-f]{64}\n {2}identiques\n$/);
  });

  it('is not copied into a log that holds something else', async () => {
    const log = await openEventLog({ url: other.url });
    await fill(log, 'response-other', 1);
    await log.close();

    const refused = await observatory('log', 'copy', '--from', 'postgres', '--to', other.url);

    expect(refused.code).toBe(1);
    expect(refused.notes).toContain('LOG_TARGET_NOT_A_PREFIX');
    expect(refused.notes).toContain('nothing was written');
  });

  it('tells a wrong address from a server that is away', async () => {
    const same = await observatory('log', 'copy', '--from', 'postgres', '--to', 'postgres');
    const unknown = await observatory('log', 'copy', '--from', 'postgres', '--to', 'mysql://x');
    const away = await observatory(
      ...['log', 'copy', '--from', 'postgres', '--to', 'postgres://test@127.0.0.1:1/test'],
    );

    expect([same.code, unknown.code, away.code]).toEqual([2, 2, 3]);
    expect(away.notes).not.toContain('    at ');
  });
});
