import { MessageChannel } from 'node:worker_threads';

import { afterEach, describe, expect, it } from '@jest/globals';

import { openCampaign } from '#application';
import type { ReportLine } from '#contracts';
import { err } from '#kernel';

import { InMemoryEventStore } from '../../testing/in-memory-event-store.js';
import { smallObservatory, testContext, testUai } from '../../testing/small-observatory.js';
import { TroubledStore } from '../../testing/troubled-store.js';
import { EventLogUnavailable } from '../event-store.port.js';
import { importResponses, type ResponsesFile } from './import-responses.js';
import { laneThrough, serveLane } from './lanes/lane.js';
import { type SubmitRecords, submittingRecords } from './submit-records.js';

const campaign = 'essai-2014';
const patience = { wait: () => Promise.resolve(), maxWaitMs: 60_000 };

const opened = async () => {
  const store = new TroubledStore(new InMemoryEventStore());
  const observatory = smallObservatory(store);
  const days = { opensOn: '2014-03-03', closesOn: '2014-06-30' };
  const field = { academies: ['02'] };
  const input = { survey: 'essai', year: 2014, field, ...days };
  await openCampaign(observatory.services, input, testContext);
  return { ...observatory, store };
};

type Observatory = Awaited<ReturnType<typeof opened>>;

const channels: MessageChannel[] = [];

afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close();
});

const throughLane = (observatory: Observatory): SubmitRecords => {
  const channel = new MessageChannel();
  channels.push(channel);
  const { port1, port2 } = channel;
  serveLane(port2, submittingRecords(observatory.services));
  return laneThrough(port1).submit;
};

const nothing = (): undefined => undefined;

const header =
  'uai;nb_eleves;nb_ordinateurs;nb_recents;surface;ent_deploye;ent_solution;maintenance;remarque;justification';

type Through = (observatory: Observatory) => SubmitRecords | undefined;

const importText = async (
  observatory: Observatory,
  content: string,
  { through, ...over }: Partial<ResponsesFile> & { readonly through: Through },
): Promise<readonly string[]> => {
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(content));
  };
  const file = { campaign, name: 'mars.csv', patience, ...over };
  const submitRecords = through(observatory);
  const imported = await importResponses(observatory.services, bytes(), {
    file,
    context: testContext,
    ...(submitRecords !== undefined && { submitRecords }),
  });
  if (!imported.ok) return imported.error.map(({ code, field }) => `${code}:${field}`);
  const report: ReportLine[] = [];
  for await (const line of imported.value.report) report.push(line);
  return report.map(({ line, effect, problems }) =>
    [line, effect, ...problems.map(({ code, field }) => `${code}:${field}`)].join(' '),
  );
};

const one = `${testUai(1)};50;4;2;;non;;;;`;
const two = `${testUai(2)};100;0;;;oui;atrium;academie;;`;

const eventsOf = async ({ store }: Observatory, number: number) =>
  (await store.readStream(`response-${campaign}.${testUai(number)}`)).map(({ type, metadata }) => [
    type,
    metadata.cause,
  ]);

describe.each([
  { where: 'in one thread', through: nothing },
  { where: 'through a lane', through: throughLane },
])('importing a file into a campaign $where', ({ through }) => {
  const importLines = (
    observatory: Observatory,
    lines: readonly string[],
    over: Partial<ResponsesFile> = {},
  ): Promise<readonly string[]> =>
    importText(observatory, [header, ...lines, ''].join('\n'), { through, ...over });

  it('records, then changes nothing when it comes again', async () => {
    const observatory = await opened();
    expect(await importLines(observatory, [one, two])).toEqual(['2 recorded', '3 recorded']);
    const head = await observatory.store.head();
    expect(await importLines(observatory, [one, two])).toEqual(['2 unchanged', '3 unchanged']);
    expect(await observatory.store.head()).toEqual(head);
    expect(await eventsOf(observatory, 1)).toEqual([['ResponseSubmitted', 'import']]);
  });

  it('corrects what changed, with a reason that names the file', async () => {
    const observatory = await opened();
    await importLines(observatory, [one, two]);
    const corrected = await importLines(observatory, [one.replace(';50;', ';51;'), two]);
    expect(corrected).toEqual(['2 corrected', '3 unchanged']);
    const history = await observatory.store.readStream(`response-${campaign}.${testUai(1)}`);
    expect(history.at(-1)?.data).toMatchObject({
      reason: 'Import du fichier mars.csv',
      changes: { nb_eleves: { from: 50, to: 51 } },
      channel: 'file',
    });
  });

  it('refuses line by line what the campaign, the questionnaire and the directory refuse', async () => {
    const observatory = await opened();
    const lines = [
      `${testUai(6)};50;4;;;;;;;`,
      `${testUai(9)};50;4;;;;;;;`,
      `${testUai(99)};50;4;;;;;;;`,
      `${testUai(3).slice(0, 7)}Z;50;4;;;;;;;`,
      `${testUai(4)};;4;;;;;;;`,
      `${testUai(5)};50;4;9;;;;;;`,
      `${testUai(2)};50;4;;;non;atrium;;;`,
      one,
    ];
    expect(await importLines(observatory, lines)).toEqual([
      '2 refused SCHOOL_NOT_EXPECTED:uai',
      '3 refused SCHOOL_NOT_EXPECTED:uai',
      '4 refused UNKNOWN_SCHOOL:uai',
      '5 refused UAI_CHECK_LETTER_WRONG:uai',
      '6 refused ANSWER_MISSING:nb_eleves',
      '7 refused RULE_BROKEN:nb_recents',
      '8 refused ANSWER_TO_HIDDEN_QUESTION:ent_solution',
      '9 recorded',
    ]);
  });

  it('reads NDJSON, and says all that is wrong with a line', async () => {
    const observatory = await opened();
    const content = [
      { uai: testUai(1).toLowerCase(), answers: { nb_eleves: 50, nb_ordinateurs: 4 } },
      { uai: `${testUai(3).slice(0, 7)}Z`, answers: { nb_eleves: -1 } },
      { uai: testUai(1), answers: { nb_eleves: 50, nb_ordinateurs: 4 } },
    ].map((line) => JSON.stringify(line));
    expect(await importText(observatory, content.join('\n'), { through })).toEqual([
      '1 recorded',
      '2 refused UAI_CHECK_LETTER_WRONG:uai VALUE_BELOW_MINIMUM:nb_eleves',
      '3 unchanged',
    ]);
  });

  it('refuses an unknown campaign before it reads a line', async () => {
    const observatory = await opened();
    expect(await importLines(observatory, [one], { campaign: 'essai-1999' })).toEqual([
      'CAMPAIGN_UNKNOWN:campaign',
    ]);
  });

  it('refuses every line after the campaign has closed or before it opens', async () => {
    const observatory = await opened();
    observatory.moment.now = '2014-02-01T10:00:00Z';
    expect(await importLines(observatory, [one])).toEqual(['2 refused CAMPAIGN_NOT_OPEN:campaign']);
  });

  it('waits for a log that is full, and for one that is away', async () => {
    const observatory = await opened();
    let appends = 0;
    observatory.store.trouble = (requests) => {
      appends += 1;
      if (appends === 1) {
        const full = err({ kind: 'Overloaded' as const, waiting: 9, limit: 10 });
        return Promise.resolve(requests.map(() => full));
      }
      if (appends === 2) return Promise.reject(new EventLogUnavailable('away'));
      return Promise.resolve(undefined);
    };
    expect(await importLines(observatory, [one, two])).toEqual(['2 recorded', '3 recorded']);
    expect(appends).toBe(3);
  });
});
