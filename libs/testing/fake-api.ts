import { err, ok, position, type Position, type Problem, type Uai } from '#kernel';
import type { Outcome, ResponseReader, SchoolHistories, ZoneFound } from '#application';
import type { ReportLine } from '#contracts';
import { type Caller, createLogger, Fault, loadConfig } from '#platform';

import { fakeCatalogue } from './fake-catalogue.js';
import { fakePublishing } from './fake-publications.js';
import { fakeReview } from './fake-review.js';
import {
  type Calls,
  fakeCampaign,
  fakeCampaigns,
  fakeClock,
  fakeDirectory,
  fakeFigures,
  fakeMonitor,
  fakeSchool,
} from './fake-readers.js';
import { fakeProvenance, fakeRevisions } from './fake-provenance.js';

const callers: Readonly<Record<string, Caller>> = {
  school: { role: 'school', id: 'head', uai: '0131884C' as Uai },
  observatory: { role: 'observatory', id: 'dan', scope: { kind: 'academy', code: '02' } },
  dsden: { role: 'observatory', id: 'dsden', scope: { kind: 'department', code: '013' } },
  normandie: { role: 'observatory', id: 'normandie', scope: { kind: 'academy', code: '70' } },
  operator: { role: 'operator', id: 'dsi' },
};

const authenticate = (authorization: string | undefined): Promise<Caller> => {
  if (authorization === undefined) return Promise.resolve({ role: 'anonymous' });
  const caller = callers[authorization.replace('Bearer ', '')];
  const bad = new Fault('UNAUTHENTICATED', { fr: 'jeton refusé', en: 'token refused' });
  return caller === undefined ? Promise.reject(bad) : Promise.resolve(caller);
};

const respondent = {
  campaign: 'etic-1d-2014',
  schoolType: 'ECOLE',
  sector: 'PU',
  department: '013',
  academy: '02',
  pupils: 100,
  status: 'submitted',
  late: false,
  submittedAt: '2014-05-02T08:00:00.000000Z',
} as const;

const receipt = {
  submissionId: '7b0f5f0e-0000-5000-8000-000000000001',
  stream: 'response-etic-1d-2014.0131884C',
  revision: 1,
  position: position(43n),
  recordedAt: '2014-05-02T08:00:00.000000Z',
  contentHash: 'ab'.repeat(32),
  effect: 'recorded' as const,
  warnings: [],
};

const notInteger: Problem = {
  code: 'VALUE_NOT_INTEGER',
  severity: 'error',
  field: 'nb_ordinateurs_fixes',
  found: '12,5',
  allowed: { fr: 'un nombre entier de 0 à 5000', en: 'a whole number from 0 to 5000' },
  remedy: { fr: 'Corrigez.', en: 'Mend it.' },
  message: { fr: 'Ce n’est pas un nombre entier.', en: 'This is not a whole number.' },
};

type CommandOrigin = { readonly correlationId: string };
type Given = { readonly type: string; readonly answers?: Readonly<Record<string, unknown>> };

/** Accepts everything but a fraction, and remembers what it was given. */
const commands = (given: unknown[]) => ({
  execute: (command: unknown, origin: unknown): Promise<Outcome> => {
    given.push({ command, origin });
    const { answers } = command as Given;
    return Promise.resolve(
      answers?.['nb_ordinateurs_fixes'] === '12,5' ? err([notInteger]) : ok(receipt),
    );
  },
});

const belleDeMai = {
  isOpen: true,
  absorbedBy: null,
  schoolType: 'COLLEGE',
  degree: '2D',
  sector: 'PU',
  communeCode: '13203',
  commune: 'MARSEILLE',
  department: '013',
  academy: '02',
  circonscription: null,
  bassin: { code: '02104', name: 'Marseille centre' },
} as const;
const renamedSchool = [
  { ...belleDeMai, name: 'Collège neuf', validFrom: null, validTo: '2016-09-01' },
  { ...belleDeMai, name: 'Collège Belle de Mai', validFrom: '2016-09-01', validTo: null },
];

const fakeZones = new Map<string, ZoneFound>([
  ['02104', { name: 'Marseille centre', departments: ['013'] }],
  ['02900', { name: 'Durance', departments: ['013', '084'] }],
  ['16001', { name: 'Toulouse', departments: ['031'] }],
]);

/** Belle de Mai was renamed in 2016; nothing is known of others. */
const fakeHistories: SchoolHistories = {
  versions: () => Promise.resolve(new Map([['0131884C', renamedSchool]])),
  /** 02104 is of Marseille, 02900 of two departments of the académie, 16001 of Toulouse. */
  zone: (kind, code) => Promise.resolve(kind === 'bassin' ? fakeZones.get(code) : undefined),
  facts: () =>
    Promise.resolve([
      {
        uai: '0131884C',
        revision: 1,
        type: 'SchoolRenamed',
        data: {
          uai: '0131884C',
          name: 'Collège Belle de Mai',
          effectiveFrom: '2016-09-01',
          source: 'annuaire',
        },
        importId: 'i1',
        recordedAt: '2022-10-01T08:00:00.000000Z',
      },
    ]),
  schoolsOf: (importId) => Promise.resolve(importId === 'i1' ? ['0131884C'] : []),
  imports: () =>
    Promise.resolve({
      rows: [
        {
          importId: 'i1',
          position: position(40n),
          recordedAt: '2022-10-01T08:00:00.000000Z',
          sources: ['annuaire'],
          schools: 2,
          facts: 3,
          undoneFor: 0,
        },
      ],
      cursors: ['i1'],
      hasNextPage: false,
    }),
  namedWith: () =>
    Promise.resolve([{ uai: '0130001F' as Uai, name: 'ECOLE A ABSORBE L’UAI 0131884C EN 2022' }]),
  latest: () => Promise.resolve([]),
};

const responses: ResponseReader = {
  response: ({ campaign, uai }) =>
    Promise.resolve({
      campaign,
      uai,
      status: 'submitted',
      revision: 1,
      questionnaireKey: 'etic-1d@2014',
      late: false,
      submittedAt: '2014-05-02T08:00:00.000000Z',
      contentHash: 'ab'.repeat(32),
      answers: [
        { question: 'nb_ordinateurs_fixes', state: 'answered', value: 0 },
        { question: 'wifi', state: 'not-asked', value: null },
      ],
      justifications: [],
      history: [],
      sinceValidation: null,
      returns: [],
    }),
};

type Uploaded = { readonly campaign: string; readonly encoding?: string };

/** Reads the whole file, then tells one line for each of its own; knows one campaign. */
const responseImports = {
  import: async (source: AsyncIterable<Uint8Array>, { campaign, encoding }: Uploaded) => {
    if (campaign !== 'etic-1d-2014') return err([{ ...notInteger, code: 'CAMPAIGN_UNKNOWN' }]);
    let rows = 0;
    async function* report(): AsyncGenerator<ReportLine> {
      const chunks: Uint8Array[] = [];
      for await (const chunk of source) chunks.push(chunk);
      const text = new TextDecoder(encoding).decode(Buffer.concat(chunks));
      for (const uai of text.split('\n').slice(1)) {
        rows += 1;
        const effect = uai.startsWith('0') ? 'recorded' : 'refused';
        const problems = effect === 'refused' ? [notInteger] : [];
        yield {
          line: rows + 1,
          uai,
          effect,
          submissionId: null,
          position: position(43n),
          problems,
        };
      }
    }
    const none = { corrected: 0, unchanged: 0, refused: 0, bytesRead: 0, warnings: [] };
    const summary = () => ({
      ...none,
      rows,
      recorded: rows,
      lastLine: rows + 1,
      position: position(43n),
    });
    await Promise.resolve();
    return ok({ format: 'csv' as const, report: report(), summary });
  },
};

/** Everything that an API needs, made of fakes; `calls` and `given` tell what it did with them. */
export const fakeApi = () => {
  const calls: Calls = [];
  const given: unknown[] = [];
  const loaded = loadConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', AT_LEAST_TIMEOUT_MS: '20' });
  if (!loaded.ok) throw new Error('the default configuration is refused');
  return {
    calls,
    given,
    config: loaded.value,
    dependencies: {
      version: '0.1.0-test',
      logger: createLogger({ level: 'silent' }),
      authenticate,
      catalogue: fakeCatalogue,
      histories: fakeHistories,
      schoolCommands: commands(given),
      schoolImports: {
        undo: (undoing: { readonly importId: string }, origin: CommandOrigin) => {
          given.push({ undoing, origin });
          return Promise.resolve(
            undoing.importId === 'i1'
              ? ok({ importId: 'i1', schools: 2, position: position(43n) })
              : err([{ ...notInteger, code: 'SCHOOL_IMPORT_UNKNOWN' }]),
          );
        },
        absorbProposed: (uais: readonly string[], origin: CommandOrigin) => {
          given.push({ uais, origin });
          return Promise.resolve(ok({ schools: 1, position: null }));
        },
      },
      directory: fakeDirectory(
        [
          fakeSchool('0130001F'),
          fakeSchool('0131884C', {
            name: 'Collège Belle de Mai',
            schoolType: 'COLLEGE',
            degree: '2D',
          }),
          fakeSchool('0310001H', { department: '031', academy: '16' }),
          fakeSchool('0840001V', { department: '084' }),
        ],
        calls,
      ),
      campaigns: fakeCampaigns({
        campaigns: [fakeCampaign('etic-1d-2014')],
        respondents: [
          { ...respondent, uai: '0130001F', name: 'École' },
          { ...respondent, uai: '0131884C', name: 'Collège Belle de Mai' },
          { ...respondent, uai: '0310001H', name: 'École', department: '031', academy: '16' },
        ],
        exclusions: [{ uai: '0840001V', reason: 'closed' }],
      }),
      figures: fakeFigures(calls),
      provenance: fakeProvenance(given),
      revisions: fakeRevisions(given),
      projections: fakeClock(position(42n)),
      monitor: fakeMonitor(),
      eventLog: { head: (): Promise<Position> => Promise.resolve(position(43n)) },
      campaignCommands: commands(given),
      responseCommands: commands(given),
      responses,
      review: fakeReview,
      today: (): string => '2014-09-10',
      responseImports,
      publishing: fakePublishing,
      poolUsage: () => ({ total: 3, idle: 1, waiting: 0, limit: 16 }),
    },
  };
};

type Injected = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
};

/** What of an HTTP application a test needs. */
type Injectable = {
  inject(request: {
    method: 'GET' | 'POST';
    url: string;
    headers?: Record<string, string>;
    payload?: string;
  }): Promise<Injected>;
};

type Question = {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string;
  /** school, observatory, dsden or operator; absent: anonymous. */
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

type GraphqlBody = {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: { readonly cost: number };
};

/** Sends a query by POST and reads the answer. */
export const ask = async (app: Injectable, { as, headers, ...request }: Question) => {
  const answer = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: {
      'content-type': 'application/json',
      ...(as !== undefined && { authorization: `Bearer ${as}` }),
      ...headers,
    },
    payload: JSON.stringify(request),
  });
  return { status: answer.statusCode, ...(JSON.parse(answer.body) as GraphqlBody) };
};

/** The codes of the errors of an answer. */
export const codesOf = ({ errors }: GraphqlBody): readonly unknown[] =>
  (errors ?? []).map(({ extensions }) => extensions['code']);

/** Where the first list of an answer ends; undefined when it is empty. */
export const endCursorOf = (data: unknown): string | undefined =>
  /"endCursor":"([^"]+)"/.exec(JSON.stringify(data))?.[1];
