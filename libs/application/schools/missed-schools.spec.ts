import { describe, expect, it } from '@jest/globals';

import type { SchoolDescription } from '#domain/territory';
import type { Uai } from '#kernel';

import { fakeCatalogue } from '../../testing/fake-catalogue.js';
import { fakeDirectory, fakeSchool } from '../../testing/fake-readers.js';
import { InMemoryEventStore } from '../../testing/in-memory-event-store.js';
import { testContext, testUai } from '../../testing/small-observatory.js';
import { applySchools } from './describe-schools.js';
import { closeMissed, missedSchools } from './missed-schools.js';

const school = (number: number, over: Partial<SchoolDescription> = {}): SchoolDescription => ({
  uai: testUai(number) as Uai,
  name: `ECOLE ${String(number)}`,
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
  enrolment: null,
  effectiveFrom: '2021-09-01',
  source: 'annuaire',
  ...over,
});

const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const toulouse = { department: '031', academy: '16' };
const collège = { schoolType: 'COLLEGE', degree: '2D' } as const;

/** Schools 1 to 40 are écoles of Aix-Marseille; 50 is one of Toulouse, 60 a collège, 61 private, 62 opens later. */
const known = [
  ...numbers(1, 40).map((number) => school(number)),
  school(50, toulouse),
  school(60, collège),
  school(61, { sector: 'PR' }),
  school(62, { effectiveFrom: '2023-09-01' }),
];

const open = async () => {
  const store = new InMemoryEventStore();
  const directory = fakeDirectory(
    known.map(({ uai, department, academy }) => fakeSchool(uai, { department, academy })),
  );
  const services = { store, directory, catalogue: fakeCatalogue };
  await applySchools(services, known, { context: testContext });
  return services;
};

const fileOf = (
  descriptions: readonly SchoolDescription[],
  lineDates: 'school-year' | 'last-update' = 'school-year',
) => ({ format: { lineDates }, descriptions, refused: [] });

const in2022 = { effectiveFrom: '2022-09-01' };

describe('a file of every open school', () => {
  it('misses the schools of its académies, types and sectors that were open, and no other', async () => {
    const services = await open();
    const file = fileOf(numbers(2, 40).map((number) => school(number, in2022)));
    const missed = await missedSchools(services, file, 5);
    expect(missed).toEqual({
      ok: true,
      value: [
        { uai: testUai(1), name: 'ECOLE 1', academy: '02', on: '2022-09-01', source: 'annuaire' },
      ],
    });
  });

  it('closes them once, as facts of its import', async () => {
    const services = await open();
    const file = fileOf(numbers(2, 40).map((number) => school(number, in2022)));
    const missed = await missedSchools(services, file, 5);
    const found = missed.ok ? missed.value : [];
    const closed = await closeMissed(services, found, testContext);
    const [, event] = await services.store.readStream(`school-${testUai(1)}`);
    expect(closed).toEqual({ closed: 1, refused: [], position: await services.store.head() });
    expect([event?.type, event?.data, event?.metadata.correlationId]).toEqual([
      'SchoolClosed',
      {
        uai: testUai(1),
        effectiveFrom: '2022-09-01',
        source: 'annuaire',
        reason: 'no-longer-listed',
        listedOn: null,
      },
      testContext.correlationId,
    ]);
    expect(await missedSchools(services, file, 5)).toEqual({ ok: true, value: [] });
    expect((await closeMissed(services, found, testContext)).closed).toBe(0);
  });

  it('of several years misses a school in the first year without it, and again once it had come back', async () => {
    const services = await open();
    const others = ['2022', '2023', '2024', '2025'].flatMap((year) =>
      numbers(2, 40).map((number) => school(number, { effectiveFrom: `${year}-09-01` })),
    );
    const back = school(1, { effectiveFrom: '2024-09-01' });
    const missed = await missedSchools(services, fileOf([...others, back]), 5);
    expect(missed.ok && missed.value.map(({ uai, on }) => [uai, on])).toEqual([
      [testUai(1), '2022-09-01'],
      [testUai(1), '2025-09-01'],
      [testUai(62), '2024-09-01'],
    ]);
  });

  it('whose lines bear the day of their last update is of the latest of these days', async () => {
    const services = await open();
    const lines = numbers(2, 40).map((number) =>
      school(number, { effectiveFrom: `2022-01-${String(number % 20).padStart(2, '0')}` }),
    );
    const missed = await missedSchools(services, fileOf(lines, 'last-update'), 5);
    expect(missed.ok && missed.value.map(({ uai, on }) => [uai, on])).toEqual([
      [testUai(1), '2022-01-19'],
    ]);
  });

  it('is refused when it would close too large a share of an académie, or has lines that were', async () => {
    const services = await open();
    const file = fileOf(numbers(4, 40).map((number) => school(number, in2022)));
    const tooMany = await missedSchools(services, file, 5);
    const unread = await missedSchools(services, { ...file, refused: [{ line: 3 }] }, 100);
    const allowed = await missedSchools(services, file, 8);
    expect(
      [tooMany, unread].map((one) => one.ok || one.error.map(({ code, found }) => [code, found])),
    ).toEqual([[['SCHOOL_CLOSINGS_TOO_MANY', '3 / 40']], [['SCHOOL_LISTING_INCOMPLETE', '1']]]);
    expect(allowed.ok && allowed.value).toHaveLength(3);
  });
});
