import { beforeAll, describe, expect, it } from '@jest/globals';

import type { School } from '#application';
import { readCatalogue, shippedCatalogue } from '#catalogue';
import type { ObservatoryScope } from '#platform';

import { fakeDirectory, fakeSchool } from '../../../libs/testing/fake-readers.js';
import { type Atlas, atlasOf, chainOf, nearestCodes } from './atlas.js';
import {
  type CallerReach,
  reachOf,
  requirePart,
  requireReach,
  requireSchool,
  requireSchools,
  withinReach,
} from './reach.js';

let atlas: Atlas;

beforeAll(async () => {
  const catalogue = await readCatalogue(shippedCatalogue());
  if (!catalogue.ok) throw new Error('the catalogue that ships has mistakes');
  atlas = atlasOf(catalogue.value.territories);
});

const reach = (code: string): Promise<CallerReach> => {
  const scope: ObservatoryScope = { kind: 'academy', code };
  const histories = { versions: () => Promise.resolve(new Map()) };
  return reachOf(
    { role: 'observatory', id: 'a', scope },
    { atlas, directory: fakeDirectory([]), histories },
  );
};

const allows = (ask: () => unknown): boolean => {
  try {
    ask();
    return true;
  } catch {
    return false;
  }
};

const campaign = 'etic-1d-2014';
const territory = (code: string) => {
  const found = atlas.get(`academy:${code}`);
  if (found === undefined) throw new Error(`no académie ${code}`);
  return found;
};
const schoolOf = (academy: string): School =>
  fakeSchool('0140001B', { department: '014', academy });

/** What an account of an académie may do with another: see its figures, its list, one of its schools, lock it. */
const asked = async (account: string, academy: string) => {
  const own = await reach(account);
  const { schools } = own;
  const school = schoolOf(academy);
  return [
    () => requireReach(own, [territory(academy)]),
    () => withinReach(schools, { campaign, academy }),
    () => requireSchool(schools, school.uai, school),
    () => requirePart(schools, chainOf(atlas, { kind: 'academy', code: academy })),
  ].map(allows);
};

const all = [true, true, true, true];
const none = [false, false, false, false];

describe('an account of an académie', () => {
  it('reaches what those that were merged into it had: figures, lists, schools, locks', async () => {
    expect([await asked('70', '05'), await asked('70', '21'), await asked('70', '70')]).toEqual([
      all,
      all,
      all,
    ]);
    const { schools } = await reach('70');
    const codes = ['70', '05', '21'];
    expect(withinReach(schools, { campaign })).toEqual({ campaign, academies: codes });
    expect(requireSchools(schools, 'lists')).toEqual({ kind: 'academy', codes });
  });

  it('that was merged reaches neither the other that was, nor what they became', async () => {
    expect([await asked('05', '05'), await asked('05', '21'), await asked('05', '70')]).toEqual([
      all,
      none,
      none,
    ]);
  });

  it('reaches no neighbour', async () => {
    expect([await asked('70', '02'), await asked('02', '70')]).toEqual([none, none]);
  });
});

describe('the code of a territory', () => {
  it.each([
    ['department', '13', ['013']],
    ['department', '2a', ['02A']],
    ['department', '2B', ['02B']],
    ['department', 'Bouches-du-Rhône', ['013']],
    ['academy', '2', ['02']],
    ['academy', 'aix marseille', ['02']],
    ['academic-region', 'zz', []],
    ['country', '', []],
  ] as const)('is guessed from what somebody may write: %s %s', (kind, code, codes) => {
    expect(nearestCodes(atlas, { kind, code })).toEqual(codes);
  });
});
