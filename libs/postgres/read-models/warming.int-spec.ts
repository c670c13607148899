import { setTimeout as delay } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { makeReadModels, openEventLog, type Pool, type PostgresEventLog } from '#postgres';

import { notingPool } from '../../testing/noting-pool.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import {
  closing,
  opening,
  respondent,
  smallCatalogue,
  submission,
} from '../../testing/small-survey.js';
import { logWriter } from '../../testing/written-log.js';
import { inPlace } from './checkpoint.js';
import type { Read } from './projection.js';
import { RollWarming } from './roll-warming.js';
import { RollReading } from './roll.reader.js';
import { type Roll, Rolls } from './roll.js';

const uais = ['0130001A', '0130002B', '0130003C', '0130004D', '0130005E'];
const [first = '', second = ''] = uais;
const answers = { pupils: 30, computers: 3 };

const campaigns = [
  { campaign: 'small-2014', schoolYear: '2013-2014' },
  { campaign: 'small-2016', schoolYear: '2015-2016' },
  { campaign: 'small-2015', schoolYear: '2014-2015' },
];

const openings = [
  ...campaigns.flatMap((about) =>
    opening({ ...about, respondents: uais.map((uai) => respondent(uai)) }),
  ),
  submission({ campaign: 'small-2016', uai: second, answers }),
  closing('small-2015'),
];

const readingOf =
  (pool: Pool): Read =>
  (work) =>
    inPlace(pool, 'read_model', work);

/** What a list says, school by school. */
const saidBy = (roll: Roll | undefined) =>
  roll && {
    schools: uais.map((uai) => [roll.members.enrolled(uai), roll.members.hasResponse(uai)]),
    ledger: roll.ledger,
    open: roll.open,
    listedTo: roll.listedTo,
  };

describe('lists of open campaigns', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let write: ReturnType<typeof logWriter>;

  const modelsOver = (pool: Pool) => makeReadModels({ pool, store: log }, smallCatalogue());

  const caughtUp = async (): Promise<void> => {
    const { projector, clock } = modelsOver(database.pool);
    projector.start();
    expect(await clock.waitFor(await log.head(), 20_000)).toBe(true);
    await projector.stop();
  };

  beforeEach(async () => {
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    write = logWriter(log);
    await write(openings);
    await caughtUp();
  });

  afterEach(async () => {
    await log.close();
    await database.drop();
  });

  it('are at hand after a restart before the first answer comes', async () => {
    const { pool, names } = notingPool(database.url);
    const { projector, clock } = modelsOver(pool);
    const count = (name: string): number => names.filter((one) => one === name).length;
    projector.start();
    while (count('figures-ledger-read') < 2) await delay(5);
    expect(count('figures-roll-read')).toBe(2);

    const last = await write([
      submission({ campaign: 'small-2014', uai: first, answers }),
      submission({ campaign: 'small-2016', uai: first, answers }),
    ]);
    expect(await clock.waitFor(last, 20_000)).toBe(true);
    await projector.stop();
    await pool.end();
    expect([count('figures-roll-read'), count('figures-ledger-read')]).toEqual([2, 2]);
  });

  it.each(['figures-open-lists-read', 'figures-roll-read', 'figures-ledger-read'])(
    'are left to the answers when %s fails: nothing stops',
    async (statement) => {
      const { pool, names, refused } = notingPool(database.url);
      refused.add(statement);
      const models = modelsOver(pool);
      models.projector.start();
      while (!names.includes(statement)) await delay(5);
      refused.clear();

      const last = await write([submission({ campaign: 'small-2016', uai: first, answers })]);
      expect(await models.clock.waitFor(last, 20_000)).toBe(true);
      expect(models.projector.health().map(({ status }) => status)).toEqual(
        models.projector.health().map(() => 'following'),
      );
      await models.projector.stop();
      const report = await models.rebuilder.rebuild('figures', { switchOver: false });
      await pool.end();
      expect(report.equal).toBe(true);
    },
  );

  it('are read page by page, the newest first, and are what they are when read at once', async () => {
    const read = readingOf(database.pool);
    const rolls = new Rolls(100);
    const warming = new RollWarming(rolls, 2);
    const held: unknown[] = [];
    while (await warming.step(read))
      held.push(campaigns.map(({ campaign }) => rolls.get(campaign) !== undefined));
    const nothing = [false, false, false];
    const newest = [false, true, false];
    expect(held).toEqual([
      ...[nothing, nothing, nothing, newest],
      ...[newest, newest, newest, [true, true, false]],
    ]);
    for (const campaign of ['small-2014', 'small-2016']) {
      const atOnce = await read((connection) => new RollReading(campaign).rest(connection));
      expect(saidBy(rolls.get(campaign))).toEqual(saidBy(atOnce));
    }
  });

  it('are completed by who needs them: nobody else reads them then', async () => {
    const read = readingOf(database.pool);
    const rolls = new Rolls(100);
    const warming = new RollWarming(rolls, 2);
    await warming.step(read);
    expect(warming.take('small-2014')).toBeUndefined();
    const reading = warming.take('small-2016');
    const roll = await read(async (connection) => reading?.rest(connection));
    const atOnce = await read((connection) => new RollReading('small-2016').rest(connection));
    expect(saidBy(roll)).toEqual(saidBy(atOnce));
    expect(saidBy(roll)?.schools.map(([, hasResponse]) => hasResponse)).toEqual(
      uais.map((uai) => uai === second),
    );
    expect(warming.take('small-2016')).toBeUndefined();
  });

  it('are read as far as there is room', async () => {
    const read = readingOf(database.pool);
    const rolls = new Rolls(9);
    const warming = new RollWarming(rolls);
    while (await warming.step(read));
    expect(campaigns.filter(({ campaign }) => rolls.get(campaign) !== undefined)).toEqual([
      { campaign: 'small-2016', schoolYear: '2015-2016' },
    ]);
  });
});
