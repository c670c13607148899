import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Bus } from '#application';
import { inboundTopic, repliesTopic } from '#contracts';
import { checkLetterOf } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { startBroker, type TestBroker } from '../../../infra/kafka/broker.mjs';
import { type CommandLine, openCommandLine } from '../../testing/command-line.js';
import { eventually, openTestBus } from '../../testing/kafka-for-tests.js';
import { readyWhen, startProcess, type StartedProcess } from '../../testing/processes.js';
import { readerOf, sentBy } from '../../testing/running-intake.js';
import { openCatalogue } from '../composition/catalogue.js';

const schools = Array.from({ length: 12 }, (_, index) => {
  const digits = `013${String(index).padStart(4, '0')}`;
  return digits + checkLetterOf(digits);
});

const schoolsFile = [
  'uai,nom,type,degre,secteur,code_commune,commune,code_departement,code_academie,effectifs,ips',
  ...schools.map((uai) => `${uai},ECOLE,ECOLE,1D,PU,13055,MARSEILLE,013,02,100,100.0`),
].join('\n');

/** What each school says: it has so many computers, and so it says once more than before. */
const message = (uai: string, computers: number) => ({
  ...{ id: randomUUID(), version: 1, source: 'outil-essai', campaign: 'etic-1d-2014', uai },
  ...(computers === 1
    ? {
        type: 'SubmitResponse',
        data: { answers: { nb_eleves: 100, nb_ordinateurs_fixes: 1, nb_ordinateurs_portables: 0 } },
      }
    : {
        type: 'CorrectAnswers',
        data: { answers: { nb_ordinateurs_fixes: computers }, reason: 'compté de nouveau' },
      }),
});

const catalogueOf = async () => {
  const catalogue = await openCatalogue([]);
  if (!catalogue.ok) throw new Error('the catalogue is unsound');
  return catalogue.value;
};

describe('processes of which a service goes away and comes back', () => {
  let broker: TestBroker;
  let commands: CommandLine;
  let bus: Bus;
  let log: PostgresEventLog;
  let models: ReadModels;
  let replies: ReturnType<typeof readerOf>;
  let said = 0;
  const running = new Map<string, { readonly started: StartedProcess; readonly health: string }>();

  beforeAll(async () => {
    [broker, commands] = await Promise.all([
      startBroker(),
      openCommandLine({ 'schools.csv': `${schoolsFile}\n` }),
    ]);
    await commands.json('import', 'schools', `${commands.folder}/schools.csv`, '-y', '2014');
    const days = ['--opens', '2014-05-01', '--closes', '2099-12-31'];
    await commands.json('campaign', 'open', 'etic-1d', '2014', ...days);
    bus = openTestBus({ brokers: [broker.brokers] });
    const { database } = commands;
    log = await openEventLog({ url: database.url });
    models = makeReadModels({ pool: database.pool, store: log }, await catalogueOf());
    await Promise.all([start('relay'), start('intake'), start('projector', 'kafka')]);
    replies = readerOf(bus, repliesTopic);
    await replies.joined();
  });

  afterAll(async () => {
    for (const { started } of running.values()) started.kill('SIGKILL');
    await Promise.all([...running.values()].map(({ started }) => started.ended));
    await replies.stop();
    await Promise.all([bus.close(), log.close()]);
    await Promise.all([commands.close(), broker.stop()]);
  });

  const start = async (
    name: Parameters<typeof startProcess>[0],
    figuresFrom = 'log',
  ): Promise<void> => {
    const started = startProcess(name, {
      ...commands.settings,
      KAFKA_BROKERS: broker.brokers,
      KAFKA_PARTITIONS: '3',
      KAFKA_SESSION_TIMEOUT_MS: '6000',
      INTAKE_SOURCES: 'outil-essai=*',
      FIGURES_FROM: figuresFrom,
    });
    const health = String((await started.said('started'))['health']);
    running.set(name, { started, health });
    await readyWhen(health, ({ status }) => status === 200);
  };

  const are = async (isWanted: Parameters<typeof readyWhen>[1], names = [...running.keys()]) => {
    const healths = names.map((name) => running.get(name)?.health ?? '');
    await Promise.all(healths.map((health) => readyWhen(health, isWanted)));
  };
  const isReady: Parameters<typeof readyWhen>[1] = ({ status }) => status === 200;
  const saysAway =
    (service: string): Parameters<typeof readyWhen>[1] =>
    ({ status, body }) =>
      status === 503 &&
      body.parts.some((part) => part['name'] === service && part['status'] === 'down');

  const send = async (): Promise<void> => {
    said += 1;
    const publisher = bus.publisher();
    await publisher.publish(schools.map((uai) => sentBy(inboundTopic, message(uai, said))));
    await publisher.close();
  };

  /** Every message has its reply, and figures are at the end of the log: those that are made anew from it. */
  const expectAllDone = async (): Promise<void> => {
    const answered = () => new Set(replies.seen.map(({ headers }) => headers['in-reply-to'])).size;
    await eventually(() => answered() === said * schools.length);
    const head = await log.head();
    await eventually(async () => (await models.standings.position()) >= head);
    const { equal, position } = await models.rebuilder.rebuild('figures', { switchOver: false });
    expect([equal, position]).toEqual([true, head]);
    const acts = schools.map(async (uai) => {
      const events = await log.readStream(`response-etic-1d-2014.${uai}`);
      return events.map(({ type }) => type);
    });
    const each = [
      'ResponseSubmitted',
      ...Array.from({ length: said - 1 }, () => 'AnswersCorrected'),
    ];
    expect(await Promise.all(acts)).toEqual(schools.map(() => each));
  };

  it('all say that Kafka is away, and go on by themselves', async () => {
    await send();
    await expectAllDone();

    await broker.kill();
    await are(saysAway('kafka'));
    await broker.start();
    await are(isReady);
    await send();
    await expectAllDone();
  });

  it('all say that PostgreSQL is away, and do what came meanwhile', async () => {
    await commands.database.shut();
    await are(saysAway('postgresql'));
    await send();
    await commands.database.reopen();
    await are(isReady);
    await expectAllDone();
  });

  it('go on with figures from the log, whose projector needs no Kafka', async () => {
    running.get('projector')?.started.kill('SIGTERM');
    expect((await running.get('projector')?.started.ended)?.code).toBe(0);
    await start('projector');

    await broker.kill();
    await are(saysAway('kafka'), ['relay', 'intake']);
    await are(isReady, ['projector']);
    await commands.database.shut();
    await are(saysAway('postgresql'));
    await Promise.all([broker.start(), commands.database.reopen()]);
    await are(isReady);
    await send();
    await expectAllDone();
  });
});
