import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { SchoolDescription } from '#domain/territory';
import { beginning, type Uai } from '#kernel';

import { InMemoryEventStore } from '../../testing/in-memory-event-store.js';
import { testContext, testUai } from '../../testing/small-observatory.js';
import { TroubledStore } from '../../testing/troubled-store.js';
import { EventLogUnavailable } from '../event-store.port.js';
import { applySchools, previewSchools } from './describe-schools.js';

const school = (number: number, over: Partial<SchoolDescription> = {}): SchoolDescription => ({
  uai: testUai(number) as Uai,
  name: `ECOLE ${number}`,
  schoolType: 'ECOLE',
  degree: '1D',
  sector: 'PU',
  communeCode: '13055',
  commune: 'MARSEILLE',
  department: '013',
  academy: '02',
  openedOn: null,
  closedOn: null,
  socialPositionIndex: null,
  enrolment: { schoolYear: '2021-2022', pupils: 100 },
  effectiveFrom: '2021-09-01',
  source: 'annuaire-2021',
  ...over,
});

const nextYear = { effectiveFrom: '2022-09-01', source: 'annuaire-2022' };

const none = {
  SchoolRegistered: 0,
  SchoolRenamed: 0,
  SchoolReclassified: 0,
  SchoolRelocated: 0,
  SchoolZoned: 0,
  SchoolOpened: 0,
  SchoolClosed: 0,
  SchoolReopened: 0,
  SchoolAbsorbed: 0,
  EnrolmentCounted: 0,
  SchoolConfirmed: 0,
  SchoolFactsRetracted: 0,
};

const open = () => {
  const store = new TroubledStore(new InMemoryEventStore());
  return { store, services: { store }, options: { context: testContext } };
};

describe('importing a directory', () => {
  it('shows what will change before it changes, and writes nothing', async () => {
    const { store, services, options } = open();
    await applySchools(services, [school(1), school(2)], options);
    const before = await store.head();

    const preview = await previewSchools(services, [
      school(1, { ...nextYear, name: 'ECOLE DU PORT', commune: 'AUBAGNE', communeCode: '13005' }),
      school(2, { ...nextYear, enrolment: { schoolYear: '2021-2022', pupils: 99 }, sector: 'PR' }),
      school(2, { ...nextYear, effectiveFrom: '2023-09-01', sector: 'PR', closedOn: '2023-08-31' }),
      school(3, { enrolment: null }),
      school(4, { openedOn: '2010-09-01', closedOn: '2009-09-01' }),
      school(1, nextYear),
    ]);

    expect(preview).toEqual({
      descriptions: 6,
      unchanged: 0,
      counts: {
        ...none,
        SchoolRegistered: 1,
        SchoolRenamed: 2,
        SchoolReclassified: 1,
        SchoolRelocated: 2,
        EnrolmentCounted: 3,
        SchoolClosed: 1,
        SchoolConfirmed: 3,
      },
      changes: [
        {
          uai: testUai(1),
          kind: 'SchoolRenamed',
          before: 'ECOLE 1',
          after: 'ECOLE DU PORT',
          since: '2022-09-01',
        },
        {
          uai: testUai(1),
          kind: 'SchoolRelocated',
          before: 'MARSEILLE (13055), 013, 02',
          after: 'AUBAGNE (13005), 013, 02',
          since: '2022-09-01',
        },
        {
          uai: testUai(2),
          kind: 'SchoolReclassified',
          before: 'ECOLE 1D PU',
          after: 'ECOLE 1D PR',
          since: '2022-09-01',
        },
        {
          uai: testUai(2),
          kind: 'EnrolmentCounted',
          before: '100',
          after: '99',
          since: '2021-2022',
        },
        {
          uai: testUai(2),
          kind: 'EnrolmentCounted',
          before: '99',
          after: '100',
          since: '2021-2022',
        },
        {
          uai: testUai(2),
          kind: 'SchoolClosed',
          before: 'open',
          after: 'closed',
          since: '2023-08-31',
        },
        {
          uai: testUai(3),
          kind: 'SchoolRegistered',
          before: null,
          after: 'ECOLE 3, ECOLE 1D PU, MARSEILLE (13055), 013, 02',
          since: '2021-09-01',
        },
        {
          uai: testUai(1),
          kind: 'SchoolRenamed',
          before: 'ECOLE DU PORT',
          after: 'ECOLE 1',
          since: '2022-09-01',
        },
        {
          uai: testUai(1),
          kind: 'SchoolRelocated',
          before: 'AUBAGNE (13005), 013, 02',
          after: 'MARSEILLE (13055), 013, 02',
          since: '2022-09-01',
        },
      ],
      refused: [
        {
          uai: testUai(4),
          problems: [expect.objectContaining({ code: 'SCHOOL_DATES_REVERSED', field: 'closedOn' })],
        },
      ],
    });
    expect(await store.head()).toBe(before);
  });

  it('records what it had shown, with where each school stands, and nothing the second time', async () => {
    const { store, services, options } = open();
    const descriptions = [school(1), school(2, nextYear), school(2)];
    const { counts, unchanged } = await previewSchools(services, descriptions);

    const applied = await applySchools(services, descriptions, options);
    const head = await store.head();
    expect(applied).toEqual({ descriptions: 3, counts, unchanged, refused: [], position: head });
    const [registered] = await store.readStream(`school-${testUai(1)}`);
    expect([registered?.type, registered?.metadata]).toEqual([
      'SchoolRegistered',
      { ...testContext, cause: 'territory-change', academy: '02' },
    ]);

    expect(await applySchools(services, descriptions, options)).toEqual({
      descriptions: 3,
      unchanged: 3,
      counts: none,
      refused: [],
      position: null,
    });
    expect(await store.head()).toBe(head);
  });

  it('says nothing of an empty file', async () => {
    const { services, options } = open();
    expect([await previewSchools(services, []), await applySchools(services, [], options)]).toEqual(
      [
        { descriptions: 0, unchanged: 0, counts: none, changes: [], refused: [] },
        { descriptions: 0, unchanged: 0, counts: none, refused: [], position: null },
      ],
    );
  });

  it('works by thousands, and tells how far it is', async () => {
    const { store, services, options } = open();
    const progress: unknown[] = [];
    const onProgress = (one: unknown) => progress.push(one);
    const all = Array.from({ length: 2_300 }, (_, index) => school(index));
    await applySchools(services, all, { ...options, onProgress });
    expect(progress).toEqual([
      { done: 1_000, total: 2_300 },
      { done: 2_000, total: 2_300 },
      { done: 2_300, total: 2_300 },
    ]);
    expect(store.calls).toEqual([
      'readStreams 1000',
      'appendMany 1000',
      'readStreams 1000',
      'appendMany 1000',
      'readStreams 300',
      'appendMany 300',
    ]);
  });

  it('may be run again after the log went away in the middle', async () => {
    const { store, services, options } = open();
    const all = Array.from({ length: 1_500 }, (_, index) => school(index));
    let appends = 0;
    store.trouble = () => {
      appends += 1;
      return appends === 2
        ? Promise.reject(new EventLogUnavailable('away'))
        : Promise.resolve(undefined);
    };
    await expect(applySchools(services, all, options)).rejects.toThrow('away');
    const { unchanged, counts } = await applySchools(services, all, options);
    expect([unchanged, counts.SchoolRegistered]).toEqual([1_000, 500]);
  });

  it('foresees exactly what it does, whatever the descriptions', async () => {
    const descriptions = fc.array(
      fc
        .record({
          number: fc.integer({ min: 1, max: 3 }),
          name: fc.constantFrom('A', 'B'),
          sector: fc.constantFrom('PU' as const, 'PR' as const),
          closedOn: fc.constantFrom(null, '2020-08-31', '2022-08-31'),
          pupils: fc.integer({ min: 0, max: 2 }),
          effectiveFrom: fc.constantFrom('2019-09-01', '2021-09-01', '2022-09-01'),
        })
        .map(({ number, pupils, ...over }) =>
          school(number, { ...over, enrolment: { schoolYear: '2021-2022', pupils } }),
        ),
      { maxLength: 10 },
    );
    await fc.assert(
      fc.asyncProperty(descriptions, async (all) => {
        const { store, services, options } = open();
        const { changes, ...foreseen } = await previewSchools(services, all);
        const { position, ...done } = await applySchools(services, all, options);
        expect(done).toEqual(foreseen);
        const counted = Object.values(foreseen.counts).reduce((sum, count) => sum + count, 0);
        expect((await store.readAll(beginning, 1_000)).length).toBe(counted);
        expect(changes.length).toBeLessThanOrEqual(counted);
        expect(position === null).toBe(counted === 0);
      }),
      { numRuns: 100 },
    );
  });
});
