import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { startBroker, type TestBroker } from '../../infra/kafka/broker.mjs';
import { type Postgres, startPostgres } from './database.js';
import { type Load, startLoad } from './load.js';
import { roundsWanted, seededRandom } from './random.js';
import { allWell, verdictOn } from './verdict.js';
import { openTool, type Tool } from './tool.js';
import { openWorld, type ProcessName, type World } from './world.js';

const checkEvery = 10;
const messagesBetween = 12;

/** Something that can be killed, and comes back. */
type Victim = { readonly name: string; readonly strike: () => Promise<void> };

const expectedFailures = ['no connection', '503 SERVICE_UNAVAILABLE', 'no broker', 'no reply'];

const random = seededRandom();

type Topology = {
  readonly figuresFrom: 'log' | 'kafka';
  readonly rounds: number;
  /** Killed before chance decides: a short run too kills what this topology is about. */
  readonly first: readonly ProcessName[];
};

const half = Math.floor(roundsWanted() / 2);
const topologies: readonly Topology[] = [
  { figuresFrom: 'log', rounds: roundsWanted() - half, first: ['intake'] },
  { figuresFrom: 'kafka', rounds: half, first: ['projector', 'intake', 'second projector'] },
];

describe.each(topologies)(
  'processes killed at random moments, under load, with figures from $figuresFrom',
  ({ figuresFrom, rounds, first: early }) => {
    let database: Postgres;
    let kafka: TestBroker;
    let world: World;
    let tool: Tool;
    let load: Load;
    let victims: readonly Victim[];

    const server = (
      name: string,
      { kill, start }: Pick<Postgres, 'kill' | 'start'>,
      awayMs: number,
    ): Victim => ({
      name,
      strike: async () => {
        await kill();
        await pause(random.between(0, awayMs));
        await start();
      },
    });

    beforeAll(async () => {
      [database, kafka] = await Promise.all([startPostgres(), startBroker()]);
      world = await openWorld(database, { schools: 400, kafka: kafka.brokers, figuresFrom });
      tool = await openTool(kafka.brokers);
      victims = [
        ...[...world.processes].map(([name, process]) => ({ name, strike: process.kill })),
        server('PostgreSQL', database, 1_500),
        server('Kafka', kafka, 1_500),
      ];
    });

    afterAll(async () => {
      await tool.close();
      await world.stop();
      await Promise.all([database.stop(), kafka.stop()]);
    });

    const check = async (): Promise<void> => {
      await load.stop();
      const verdict = await verdictOn(world, load, { url: database.url, kafka: kafka.brokers });
      expect(verdict).toEqual(allWell(verdict));
      process.stdout.write(
        `checked: ${String(load.count())} acts, ${String(tool.answered())} of them messages, all well\n`,
      );
    };

    it('lose no acknowledged act, double none, count each once and publish each in order', async () => {
      const struck: Record<string, number> = {};
      load = startLoad(world.target, world.uais, { tool: tool.ask });
      for (let round = 1; round <= rounds; round += 1) {
        await load.more(random.between(1, 150));
        // Others are quick: without this the intake would mostly be struck while it comes back.
        await tool.more(random.between(0, messagesBetween));
        const wanted = victims.find(({ name }) => name === early[round - 1]);
        const first = wanted ?? random.oneOf(victims);
        const fallen = [...new Set(random.next() < 0.2 ? [first, random.oneOf(victims)] : [first])];
        for (const { name } of fallen) struck[name] = (struck[name] ?? 0) + 1;
        await Promise.all(fallen.map(({ strike }) => strike()));
        const names = fallen.map(({ name }) => name).join(' + ');
        process.stdout.write(`${String(round)} ${names} · ${String(load.count())} acts\n`);
        if (round % checkEvery === 0) {
          await load.more(20);
          await check();
          load = startLoad(world.target, world.uais, { before: load, tool: tool.ask });
        }
      }
      await load.more(20);
      await check();
      const failures = Object.fromEntries(load.failures);
      const told = {
        seed: random.seed,
        figuresFrom,
        rounds,
        struck,
        acts: load.count(),
        throughIntake: tool.answered(),
        failures,
      };
      process.stdout.write(`${JSON.stringify(told)}\n`);
      const unexpected = [...load.failures.keys()].filter(
        (failure) => !expectedFailures.includes(failure),
      );
      expect(unexpected).toEqual([]);
      expect(tool.contradicted).toEqual(new Set());
    });
  },
);
