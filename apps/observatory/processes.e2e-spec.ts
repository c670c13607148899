import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { databaseForTest, type TestDatabase } from '../../libs/testing/postgres-for-tests.js';
import {
  healthOf,
  readyOf,
  readyWhen,
  startProcess,
  type StartedProcess,
} from '../../libs/testing/processes.js';

const stateOf = (
  { body }: Awaited<ReturnType<typeof readyOf>>,
  part: string,
): Readonly<Record<string, unknown>> | undefined => body.parts.find(({ name }) => name === part);

describe('a process of several', () => {
  let database: TestDatabase;
  const begun: StartedProcess[] = [];

  beforeAll(async () => {
    database = await databaseForTest();
  });

  afterAll(async () => {
    for (const started of begun) started.kill('SIGKILL');
    await Promise.all(begun.map(({ ended }) => ended));
    await database.drop();
  });

  const start = (
    name: Parameters<typeof startProcess>[0],
    settings: Readonly<Record<string, string>> = {},
  ): StartedProcess => {
    const started = startProcess(name, { DATABASE_URL: database.url, ...settings });
    begun.push(started);
    return started;
  };

  it.each(['api', 'projector'] as const)(
    'says that it is ready and what it does, and stops in order: %s',
    async (name) => {
      const started = start(name);
      const health = await healthOf(started);
      const ready = await readyWhen(health, ({ status }) => status === 200);
      const live = await fetch(`${health}/health/live`);
      const metrics = await (await fetch(`${health}/metrics`)).text();
      started.kill('SIGTERM');
      const { code, notes } = await started.ended;

      expect(ready.body).toMatchObject({ status: 'ready', process: name, phase: 'running' });
      expect(stateOf(ready, 'postgresql')).toEqual({ name: 'postgresql', status: 'up' });
      expect([live.status, code, notes]).toEqual([200, 0, '']);
      for (const measured of [
        'observatory_part_up{part="postgresql"} 1',
        'observatory_database_up 1',
        'observatory_log_position ',
        'observatory_pool_limit 16',
      ])
        expect(metrics).toContain(`\n${measured}`);
      expect(started.log.flatMap(({ step }) => (typeof step === 'string' ? [step] : []))).toEqual(
        name === 'api'
          ? ['projector', 'event log', 'pool', 'database']
          : ['projections', 'event log', 'pool', 'database'],
      );
    },
  );

  it('projects alone: a second says who does, and takes over when the first is killed', async () => {
    const first = start('projector');
    await first.said('this process projects');
    const second = start('projector');
    const health = await healthOf(second);
    const waiting = await readyWhen(
      health,
      (answer) => stateOf(answer, 'lease')?.['status'] === 'standby',
    );
    const logged = await second.said('lease: standby');
    first.kill('SIGKILL');
    await second.said('this process projects');
    const working = await readyWhen(
      health,
      (answer) => stateOf(answer, 'projections')?.['status'] === 'up',
    );
    second.kill('SIGTERM');

    expect(waiting.status).toBe(200);
    expect(JSON.stringify(stateOf(waiting, 'lease'))).toContain('un autre processus projette');
    expect(JSON.stringify(logged['why'])).toContain('observatoire projector');
    expect(stateOf(working, 'lease')).toEqual({ name: 'lease', status: 'up' });
    expect((await second.ended).code).toBe(0);
  });

  it('waits for a database that is away, says so once, and goes on without a restart', async () => {
    await database.shut();
    const started = start('projector');
    const health = await healthOf(started);
    await started.said('waiting');
    const away = await readyOf(health);
    await database.reopen();
    await readyWhen(health, ({ status }) => status === 200);
    await database.shut();
    const gone = await readyWhen(health, ({ status }) => status === 503);
    await database.reopen();
    await readyWhen(health, ({ status }) => status === 200);
    started.kill('SIGTERM');
    const { code } = await started.ended;

    expect([away.status, away.body['phase']]).toEqual([503, 'starting']);
    expect(away.body['why']).toEqual({
      fr: 'PostgreSQL est injoignable',
      en: 'PostgreSQL cannot be reached',
    });
    expect(stateOf(gone, 'postgresql')).toMatchObject({ status: 'down' });
    expect(started.log.filter(({ msg }) => msg === 'waiting')).toHaveLength(1);
    expect(code).toBe(0);
  });

  it('tells every mistake of its settings, without a trace of the program', async () => {
    const started = start('relay', {
      HEALTH_PORT: 'x',
      EVENT_LOG: 'kurrentdb',
      LOG_LEVEL: 'y',
    });
    const { code, notes } = await started.ended;

    expect(code).toBe(2);
    for (const key of ['HEALTH_PORT', 'KURRENTDB_URL', 'LOG_LEVEL', 'KAFKA_BROKERS'])
      expect(notes).toContain(key);
    expect(notes).not.toContain('    at ');
  });

  it('says which port is taken', async () => {
    const first = start('projector');
    const { port } = new URL(await healthOf(first));
    const second = await start('projector', { HEALTH_PORT: port }).ended;
    first.kill('SIGTERM');

    expect(second).toEqual({
      code: 2,
      notes: `projector : HEALTH_PORT: the port ${port} is taken. Give this process another.\n`,
    });
  });

  it('does not go on with a database that somebody must mend first', async () => {
    const url = new URL(database.url);
    url.pathname = '/observatoire_test_nowhere';
    const { code, notes } = await start('projector', { DATABASE_URL: url.href }).ended;

    expect([code, notes.includes('observatoire_test_nowhere')]).toEqual([3, true]);
    expect(notes).not.toContain('    at ');
  });
});
