import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { fakeApi } from '../../../libs/testing/fake-api.js';
import { createApi } from '../create-api.js';
import { limited } from './limited.js';

let app: NestFastifyApplication;
beforeAll(async () => {
  const { dependencies, config } = fakeApi();
  app = await createApi(dependencies, config);
});
afterAll(() => app.close());

const file = 'uai;nb_ordinateurs_fixes\n0131884C;0\nPas une UAI;1';

const upload = async (
  url: string,
  over: { as?: string; type?: string; payload?: string | Buffer } = {},
) => {
  const { as = 'operator', type = 'text/csv', payload = file } = over;
  const { statusCode, headers, body } = await app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': type, ...(as !== '' && { authorization: `Bearer ${as}` }) },
    payload,
  });
  const lines = body.split('\n').filter(Boolean);
  return {
    status: statusCode,
    type: headers['content-type'],
    lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
};

const url = '/campaigns/etic-1d-2014/responses';

describe('files of a questionnaire', () => {
  it.each([
    ['template.csv', 'etic-1d-2014-modele.csv'],
    ['dictionary.csv', 'etic-1d-2014-dictionnaire.csv'],
    ['example.csv', 'etic-1d-2014-exemple.csv'],
  ])('%s is for everybody', async (name, saved) => {
    const { statusCode, headers, body } = await app.inject({
      method: 'GET',
      url: `/questionnaires/etic-1d/2014/${name}`,
    });

    expect([statusCode, headers['content-type'], headers['content-disposition']]).toEqual([
      200,
      'text/csv; charset=utf-8',
      `attachment; filename="${saved}"`,
    ]);
    expect(body).toContain('nb_ordinateurs_fixes');
  });

  it.each([
    ['/questionnaires/etic-1d/1999/template.csv', ['etic-1d@2014']],
    ['/questionnaires/etic-1d/2014/constructor', ['template.csv', 'dictionary.csv', 'example.csv']],
  ])('names what there is instead of %s', async (path, known) => {
    const { statusCode, body } = await app.inject({ method: 'GET', url: path });

    expect([statusCode, (JSON.parse(body) as { known: unknown }).known]).toEqual([404, known]);
  });
});

describe('an upload of answers', () => {
  it('is answered line by line, then with a summary', async () => {
    const { status, type, lines } = await upload(url);

    expect([status, type]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    expect(lines.map(({ line, effect, kind }) => ({ line, effect, kind }))).toEqual([
      { line: 2, effect: 'recorded', kind: undefined },
      { line: 3, effect: 'refused', kind: undefined },
      { line: undefined, effect: undefined, kind: 'summary' },
    ]);
    expect(lines.at(-1)?.['position']).toBe('43');
  });

  it('tells only what was refused, to who asks for that', async () => {
    const { lines } = await upload(`${url}?report=refused`);

    expect(lines.map(({ effect, kind }) => effect ?? kind)).toEqual(['refused', 'summary']);
  });

  it('is refused whole, with its reasons, when its campaign is unknown', async () => {
    const { status, lines } = await upload('/campaigns/etic-1d-1999/responses');

    expect([status, lines]).toMatchObject([
      422,
      [{ kind: 'refused', problems: [{ code: 'CAMPAIGN_UNKNOWN' }] }],
    ]);
  });

  it('is for operators', async () => {
    const statuses = await Promise.all(
      ['', 'school', 'observatory', 'forged'].map(async (as) => (await upload(url, { as })).status),
    );

    expect(statuses).toEqual([401, 403, 403, 401]);
  });

  it('is a file, and its parameters are what they should be', async () => {
    const statuses = [
      (await upload(url, { type: 'application/json', payload: '{}' })).status,
      (await upload(url, { type: 'image/png' })).status,
      (await upload(`${url}?fromLine=first`)).status,
      (await upload(`${url}?report=none`)).status,
      (await upload(`${url}?encoding=klingon`)).status,
      (await upload(`${url}?resumeFrom=3`)).status,
    ];

    expect(statuses).toEqual([415, 415, 400, 400, 400, 400]);
  });

  it('is told which types there are, when its own is none of them', async () => {
    const { lines } = await upload(url, { type: 'application/vnd.ms-excel' });

    expect(lines[0]).toMatchObject({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      detail: expect.stringContaining('text/csv'),
    });
  });

  it('is read in the encoding that it names', async () => {
    const payload = Buffer.from('uai;nom\n0131884C;Collège', 'latin1');
    const { lines } = await upload(`${url}?encoding=windows-1252`, { payload });

    expect(lines[0]?.['uai']).toBe('0131884C;Collège');
  });

  it('that is too large ends where it becomes so, and says where to resume', async () => {
    const { dependencies, config } = fakeApi();
    const api = await createApi(dependencies, {
      ...config,
      http: { ...config.http, uploadLimitBytes: 30 },
    });
    const { body } = await api.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'text/csv', authorization: 'Bearer operator' },
      payload: file,
    });
    await api.close();

    expect(JSON.parse(body)).toMatchObject({
      kind: 'fault',
      code: 'REQUEST_TOO_LARGE',
      resumeFromLine: 2,
    });
  });

  it('passes through unchanged under the limit', async () => {
    async function* source() {
      yield await Promise.resolve(new Uint8Array([1, 2]));
      yield new Uint8Array([3]);
    }
    const seen: number[] = [];
    for await (const chunk of limited(source(), 3)) seen.push(...chunk);

    expect(seen).toEqual([1, 2, 3]);
  });
});
