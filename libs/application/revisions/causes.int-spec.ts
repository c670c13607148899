import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import {
  campaignRegister,
  correctAnswers,
  importResponses,
  openCampaign,
  type Outcome,
  type RequestContext,
  type Revision,
  type RevisionReader,
  revisionReader,
  type Services,
  submitResponse,
  withdrawResponse,
} from '#application';
import { readCatalogue, shippedCatalogue } from '#catalogue';
import type { Position } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { testContext, testUai } from '../../testing/small-observatory.js';
import { registration, respondent } from '../../testing/small-survey.js';
import { logWriter } from '../../testing/written-log.js';

const campaign = 'etic-1d-2014';
const uais = [1, 2, 3, 4].map(testUai);
const [sent = '', filed = '', late = '', lateFiled = ''] = uais;

let database: TestDatabase;
let log: PostgresEventLog;
let models: ReadModels;
let reader: RevisionReader;
let services: Services;
let now = '2014-05-02T08:00:00Z';
let ids = 0;

const positionOf = (outcome: Outcome): Position => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value.position;
};

const submitted = async (uai: string): Promise<Position> => {
  const declaration = { answers: { nb_eleves: 100 } };
  return positionOf(await submitResponse(services, { campaign, uai, declaration }, testContext));
};

const imported = async (uai: string): Promise<void> => {
  const line = JSON.stringify({ uai, answers: { nb_eleves: 50 } });
  const context: RequestContext = { ...testContext, cause: 'import' };
  async function* source(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(`${line}\n`));
  }
  const patience = { wait: () => Promise.resolve(), maxWaitMs: 1_000 };
  const file = { campaign, name: 'answers.ndjson', patience };
  const taken = await importResponses(services, source(), { file, context });
  if (!taken.ok) throw new Error(JSON.stringify(taken.error));
  for await (const { effect, problems } of taken.value.report)
    if (effect !== 'recorded') throw new Error(JSON.stringify(problems));
};

beforeAll(async () => {
  const read = await readCatalogue(shippedCatalogue());
  if (!read.ok) throw new Error('the catalogue does not load');
  database = await databaseForTest();
  log = await openEventLog({ url: database.url });
  models = makeReadModels({ pool: database.pool, store: log }, read.value);
  models.projector.start();
  reader = revisionReader({ store: log, rows: models.revisionRows, figures: models.figures });
  const schools = uais.map((uai) => registration(respondent(uai)));
  await models.clock.waitFor(await logWriter(log)(schools), 60_000);
  services = {
    ...models,
    store: log,
    catalogue: read.value,
    register: campaignRegister({ store: log, campaigns: models.campaigns }),
    clock: () => now,
    newId: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
  };
  const field = { academies: ['02'] };
  const days = { opensOn: '2014-05-01', closesOn: '2014-06-30' };
  positionOf(
    await openCampaign(services, { survey: 'etic-1d', year: 2014, field, ...days }, testContext),
  );
}, 120_000);

afterAll(async () => {
  await models.projector.stop();
  await log.close();
  await database.drop();
});

const told = async (): Promise<readonly Revision[]> => {
  await models.clock.waitFor(await log.head(), 60_000);
  const filter = { territory: null, campaign: null, indicators: [], causes: [] };
  const within = { kind: 'all' } as const;
  return (await reader.revisions({ ...filter, within }, { first: 100, after: null })).rows;
};

describe('the cause of a revision', () => {
  it('is that of the deed which led to it, from the use cases to the feed', async () => {
    const address = { campaign, uai: sent };
    await submitted(sent);
    const changes = { answers: { nb_eleves: 90 }, reason: 'un élève compté deux fois' };
    positionOf(await correctAnswers(services, { ...address, ...changes }, testContext));
    await imported(filed);
    now = '2014-07-15T08:00:00Z';
    await submitted(late);
    await imported(lateFiled);
    const withdrawal = { ...address, reason: 'saisie par erreur' };
    positionOf(await withdrawResponse(services, withdrawal, testContext));

    const rows = (await told()).filter(({ kind }) => kind !== 'school');
    expect(rows.map(({ kind, cause, uai }) => [kind, cause, uai])).toEqual([
      ['campaign', 'definition-change', null],
      ['list', 'definition-change', null],
      ['response', 'submission', sent],
      ['response', 'correction', sent],
      ['response', 'import', filed],
      ['response', 'late-submission', late],
      ['response', 'late-submission', lateFiled],
      ['response', 'correction', sent],
    ]);
  }, 60_000);

  it('comes with the time of its event, and with every territory whose figures it touches', async () => {
    const rows = await told();
    const events = await log.readAll(0n as Position, 100);
    const timeAt = new Map(events.map((event) => [event.position, event.recordedAt]));
    expect(rows.map(({ recordedAt }) => recordedAt)).toEqual(
      rows.map(({ position }) => timeAt.get(position)),
    );
    const everywhere = [
      { kind: 'department', code: '013' },
      { kind: 'academy', code: '02' },
      { kind: 'academic-region', code: '93' },
      { kind: 'country', code: 'FR' },
    ];
    const expected = rows.map(({ kind, uai }) => [
      kind,
      kind === 'campaign'
        ? [{ kind: 'country', code: 'FR' }]
        : [...(uai === null ? [] : [{ kind: 'school', code: uai }]), ...everywhere],
    ]);
    expect(rows.map(({ kind, territories }) => [kind, territories])).toEqual(expected);
  }, 60_000);
});
