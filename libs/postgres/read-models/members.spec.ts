import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Enrolled } from '#read-models/figures';

import { Members } from './members.js';

const uais = fc.constantFrom<string>('0131884C', '0040001A', '6200002B', '9760003C');

const enrolled: fc.Arbitrary<Enrolled> = fc
  .record({
    schoolType: fc.constantFrom('ecole_elementaire', 'college'),
    sector: fc.constantFrom('public', 'private'),
    degree: fc.constantFrom('1', '2'),
    pupils: fc.option(fc.nat(2_000)),
    department: fc.constantFrom('013', '004'),
    academy: fc.constantFrom('02', '16'),
  })
  .map(({ department, academy, ...profile }) => {
    const { schoolType, sector } = profile;
    return {
      ...profile,
      leaf: { department, academy, academicRegion: `R${academy}`, schoolType, sector },
    };
  });

const known = (members: Members, uai: string) => [members.enrolled(uai), members.hasResponse(uai)];

describe('the schools of a list in memory', () => {
  it('are what was last said of each, and no others', () => {
    const said = fc.record({ uai: uais, enrolled, hasResponse: fc.boolean() });
    fc.assert(
      fc.property(fc.array(said), fc.array(uais), (list, answering) => {
        const members = new Members();
        const expected = new Map<string, (typeof list)[number]>();
        for (const one of list) {
          members.enrol(one.uai, one.enrolled, one.hasResponse);
          expected.set(one.uai, one);
        }
        for (const uai of answering) members.respond(uai);

        expect(members.size).toBe(expected.size);
        for (const [uai, one] of expected)
          expect(known(members, uai)).toEqual([
            one.enrolled,
            one.hasResponse || answering.includes(uai),
          ]);
        expect(known(members, '0750001Z')).toEqual([undefined, false]);
      }),
    );
  });

  it('have not answered when nothing else is said', () => {
    const members = new Members();
    members.enrol('0131884C', fc.sample(enrolled, 1)[0] as Enrolled);
    expect(members.hasResponse('0131884C')).toBe(false);
  });
});
