import { describe, expect, it } from '@jest/globals';

import type { SchoolDescription } from '#domain/territory';
import { beginning, type Problem, type Result, type Uai } from '#kernel';

import { fakeDirectory, fakeSchool } from '../../testing/fake-readers.js';
import { InMemoryEventStore } from '../../testing/in-memory-event-store.js';
import { testContext, testUai } from '../../testing/small-observatory.js';
import type { RequestContext } from '../services.js';
import { applySchools } from './describe-schools.js';
import { absorbSchool, closeSchool, reopenSchool } from './school-acts.js';
import { schoolChanges } from './school-changes.js';
import type { SchoolHistories } from './school-histories.port.js';
import { undoImport } from './undo-import.js';

const [one, two, nobody] = [testUai(1), testUai(2), testUai(3)];

const described = (uai: string, over: Partial<SchoolDescription> = {}): SchoolDescription => ({
  uai: uai as Uai,
  name: 'A',
  schoolType: 'LP',
  degree: '2D',
  sector: 'PU',
  communeCode: '13055',
  commune: 'MARSEILLE',
  department: '013',
  academy: '02',
  openedOn: null,
  closedOn: null,
  socialPositionIndex: null,
  enrolment: null,
  effectiveFrom: '2021-09-01',
  source: 'file of 2021',
  ...over,
});

const by = (correlationId: string): RequestContext => ({ ...testContext, correlationId });

/** The facts that the log holds, without a read model between. */
const historiesOf = (store: InMemoryEventStore): SchoolHistories => {
  const all = async () => {
    const events = await store.readAll(beginning, 1_000);
    return events.map(({ stream, revision, type, data, metadata, recordedAt }) => ({
      uai: stream.slice('school-'.length),
      revision,
      type,
      data,
      importId: metadata.correlationId,
      recordedAt,
    }));
  };
  const named = (rows: readonly { readonly uai: string }[]) =>
    [...new Set(rows.map(({ uai }) => uai))].sort();
  return {
    versions: () => Promise.resolve(new Map()),
    zone: () => Promise.resolve(undefined),
    facts: async (uais) => (await all()).filter(({ uai }) => uais.includes(uai)),
    schoolsOf: async (id) => named((await all()).filter(({ importId }) => importId === id)),
    latest: async () => named(await all()),
    imports: () => Promise.resolve({ rows: [], cursors: [], hasNextPage: false }),
    namedWith: () => Promise.resolve([]),
  };
};

const open = async () => {
  const store = new InMemoryEventStore();
  let id = 0;
  const newId = () => `00000000-0000-4000-8000-${String((id += 1)).padStart(12, '0')}`;
  const services = { store, newId, directory: fakeDirectory([fakeSchool(one), fakeSchool(two)]) };
  const histories = historiesOf(store);
  await applySchools({ store }, [described(one), described(two)], { context: by('first') });
  const changes = async (filter: { importId?: string; uai?: string }) =>
    (await schoolChanges(histories, { ...filter, limit: 100 })).map(
      ({ uai, kind, before, after, since, source, importId, isRetracted }) =>
        `${since} ${uai} ${kind} ${before ?? ''}→${after} (${source}, ${importId}${isRetracted ? ', undone' : ''})`,
    );
  return { services, histories, ground: { store, histories }, changes };
};

const codes = (outcome: Result<unknown, readonly Problem[]>): readonly string[] =>
  outcome.ok ? [] : outcome.error.map(({ code, field }) => `${code} ${field}`);

describe('acts on a school', () => {
  it('close, reopen and absorb, each once', async () => {
    const { services, changes } = await open();
    const close = { uai: one, on: '2022-09-01', reason: 'merged' };
    const closed = await closeSchool(services, close, by('a'));
    const again = await closeSchool(services, close, by('b'));
    expect([closed, again].map((outcome) => outcome.ok && outcome.value.effect)).toEqual([
      'recorded',
      'unchanged',
    ]);
    await absorbSchool(services, { uai: one, into: two, on: '2022-09-01' }, by('c'));
    await reopenSchool(services, { uai: one, on: '2023-09-01' }, by('d'));
    expect((await changes({ uai: one })).sort()).toEqual([
      `2021-09-01 ${one} SchoolRegistered →A, LP 2D PU, MARSEILLE (13055), 013, 02 (file of 2021, first)`,
      `2022-09-01 ${one} SchoolAbsorbed closed→closed, absorbed by ${two} (décision, c)`,
      `2022-09-01 ${one} SchoolClosed open→closed (décision, a)`,
      `2023-09-01 ${one} SchoolReopened closed→open (décision, d)`,
    ]);
  });

  it('are refused for what is wrong with them', async () => {
    const { services } = await open();
    const on = '2022-09-01';
    const close = { uai: one, on, reason: 'merged' };
    expect(
      (
        await Promise.all([
          closeSchool(services, { ...close, uai: nobody }, by('a')),
          closeSchool(services, { ...close, uai: 'no UAI' }, by('a')),
          closeSchool(services, { ...close, on: '2022-02-30' }, by('a')),
          closeSchool(services, { ...close, reason: ' ' }, by('a')),
          closeSchool(services, { ...close, on: '2021-08-31' }, by('a')),
          reopenSchool(services, { uai: one, on }, by('a')),
          absorbSchool(services, { uai: one, into: one, on }, by('a')),
          absorbSchool(services, { uai: one, into: nobody, on }, by('a')),
        ])
      ).flatMap(codes),
    ).toEqual([
      'UNKNOWN_SCHOOL uai',
      'UNKNOWN_SCHOOL uai',
      'DATE_MALFORMED on',
      'REASON_REQUIRED reason',
      'SCHOOL_DATES_REVERSED closedOn',
      'SCHOOL_ALREADY_OPEN on',
      'SCHOOL_ABSORBS_ITSELF into',
      'UNKNOWN_SCHOOL uai',
    ]);
  });
});

describe('an import of schools', () => {
  const second = [
    described(one, { effectiveFrom: '2022-09-01', source: 'file of 2022', name: 'B' }),
    described(two, { effectiveFrom: '2022-09-01', source: 'file of 2022' }),
  ];

  it('lists what it changed, and not what it confirmed', async () => {
    const { services, changes } = await open();
    await applySchools(services, second, { context: by('second') });
    expect(await changes({ importId: 'second' })).toEqual([
      `2022-09-01 ${one} SchoolRenamed A→B (file of 2022, second)`,
    ]);
  });

  it('is undone once, for a reason, and says so', async () => {
    const { services, ground, changes } = await open();
    await applySchools(services, second, { context: by('second') });
    const undoing = { importId: 'second', reason: 'wrong file' };
    const undone = await undoImport(ground, undoing, by('undo'));
    const again = await undoImport(ground, undoing, by('undo again'));
    expect([undone, again].map((outcome) => outcome.ok && outcome.value.schools)).toEqual([2, 0]);
    expect(await changes({ importId: 'second' })).toEqual([
      `2022-09-01 ${one} SchoolRenamed A→B (file of 2022, second, undone)`,
    ]);
    expect(await changes({ importId: 'undo' })).toHaveLength(2);
  });

  it('cannot be undone when nobody knows it, or without a reason', async () => {
    const { ground } = await open();
    expect([
      ...codes(await undoImport(ground, { importId: 'none', reason: 'why' }, by('undo'))),
      ...codes(await undoImport(ground, { importId: 'first', reason: '' }, by('undo'))),
    ]).toEqual(['SCHOOL_IMPORT_UNKNOWN importId', 'REASON_REQUIRED reason']);
  });
});
