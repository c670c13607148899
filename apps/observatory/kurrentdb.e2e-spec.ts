import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import {
  type CommandLine,
  jsonLines,
  openCommandLine,
  runCommand,
  startCommand,
} from '../../libs/testing/command-line.js';
import { type StandIn, startStandIn } from '../../libs/testing/kurrentdb/stand-in.js';
import { answersOf, openEtic2014, schoolsFile } from '../../libs/testing/small-files.js';

const answersFile = [
  { uai: '0130002G', answers: answersOf(200, 20) },
  { uai: '0840001V', answers: answersOf(150, 10) },
]
  .map((answer) => `${JSON.stringify(answer)}\n`)
  .join('');

const submit = `mutation ($answers: Answers!) {
  submitResponse(input: { campaign: "etic-1d-2014", uai: "0130003H", answers: $answers }) {
    ... on Accepted { position }
    ... on Refused { problems { code field } } } }`;

const ask = `query ($position: Position!) { observatory(atLeast: $position) {
  figures(indicators: ["eleves_par_ordinateur_1d"], territories: [{ kind: DEPARTMENT, code: "013" }],
    schoolYears: ["2013-2014"]) { value numerator denominator } } }`;

type Told = {
  readonly address: string;
  readonly tokens: readonly { role: string; token: string }[];
};

/**
 * The server of events is a stand-in that speaks KurrentDB's protocol to its real client and keeps events in
 * memory; read models are in a real PostgreSQL, and processes are real.
 */
describe('the program on a log of KurrentDB', () => {
  let server: StandIn;
  let line: CommandLine;

  beforeAll(async () => {
    server = await startStandIn();
    line = await openCommandLine(
      { 'schools.csv': schoolsFile, 'answers.ndjson': answersFile },
      { EVENT_LOG: 'kurrentdb', KURRENTDB_URL: server.url },
    );
  });

  afterAll(async () => {
    await line.close();
    await server.stop();
  });

  it('leads from files to figures, through a lane of its own', async () => {
    await line.json('import', 'schools', join(line.folder, 'schools.csv'), '-y', '2014');
    await line.json(...openEtic2014);
    const imported = await line.json(
      ...['import', 'answers', 'etic-1d-2014', join(line.folder, 'answers.ndjson')],
      ...['--threads', '1'],
    );
    const [figures] = await line.json(
      ...['figures', 'eleves_par_ordinateur_1d', '-t', 'department:013', '-y', '2014'],
    );

    expect(imported.at(-1)?.['recorded']).toBe(2);
    expect(figures).toMatchObject([{ value: '10.00', numerator: '200' }]);
  });

  it('keeps its events there, and none in PostgreSQL', async () => {
    const { rows } = await line.database.pool.query('select from event_log.event');

    expect([rows.length, server.log.events.length > 0]).toEqual([0, true]);
  });

  it('takes a submission over HTTP, and gives the figure that it makes', async () => {
    const child = startCommand(['serve', '--json'], {
      ...line.settings,
      PORT: '0',
      NODE_ENV: 'development',
    });
    const [first] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const { address, tokens } = JSON.parse(first) as Told;
    const token = tokens.find(({ role }) => role === 'operator')?.token ?? '';
    const post = async (query: string, variables: object): Promise<Record<string, never>> => {
      const answer = await fetch(`${address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      });
      return ((await answer.json()) as { data: Record<string, never> }).data;
    };

    const accepted = await post(submit, { answers: answersOf(100, 10) });
    const { position } = accepted['submitResponse'] as unknown as { position: string };
    const read = await post(ask, { position });
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];

    expect(read['observatory']).toEqual({
      figures: [{ value: '10.00', numerator: '300', denominator: '30' }],
    });
    expect(code).toBe(0);
  });

  it('tells when each change was made, and how far the read models are', async () => {
    const revisions = await line.json('revisions');
    const projections = await line.run('--json', 'projections');

    expect(revisions.length).toBeGreaterThan(0);
    expect(JSON.stringify(revisions)).toMatch(/"recordedAt":"20\d\d-/);
    expect(projections.code).toBe(0);
    expect(jsonLines(projections)[0]).toMatchObject(Array(5).fill({ lag: '0' }));
  });

  it('proves that its read models are what the log says', async () => {
    const reports = await line.json('rebuild');

    expect(new Set(reports.map((report) => report['equal']))).toEqual(new Set([true]));
  });

  it('says what is wrong with its address, and that nobody answers there', async () => {
    const settings = { ...line.settings, KURRENTDB_URL: 'kurrentdb://127.0.0.1:1?tls=false' };
    const [away, missing] = await Promise.all([
      runCommand(['campaign', 'list'], settings),
      runCommand(['campaign', 'list'], { ...settings, KURRENTDB_URL: '' }),
    ]);

    expect([away.code, away.notes.includes('    at ')]).toEqual([3, false]);
    expect([missing.code, missing.notes.includes('KURRENTDB_URL')]).toEqual([2, true]);
  });
});
