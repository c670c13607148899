import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { TerritoryRef } from '#application';
import { type Published, type PublishInput, recompute } from '#application/publications';
import { manifestText, parseManifest, type PublicationManifest } from '#contracts';
import { position as positionOf, schoolYearOfCampaign } from '#kernel';
import { makeReadModels } from '#postgres';

import {
  absorption,
  closure,
  move,
  reclassification,
  retraction,
  zoning,
} from '../../testing/school-changes.js';
import {
  freeze,
  manifestOf,
  smallPublishing,
  type SmallPublishing,
} from '../../testing/small-publishing.js';
import {
  closing,
  correction,
  newEvent,
  smallCatalogue,
  submission,
  validation,
  withdrawal,
} from '../../testing/small-survey.js';
import { redrawnAcademies } from './redrawn-academies.js';
import { someSchools, twoOpenings } from '../../testing/small-year.js';
import { logWriter } from '../../testing/written-log.js';

const campaign = 'small-2014';
const uais = someSchools.map(({ uai }) => uai);
const uaiAt = (index: number): string => uais[index] ?? '';
const corrected = uaiAt(9);

const zones: readonly TerritoryRef[] = [
  { kind: 'bassin', code: 'B1' },
  { kind: 'circonscription', code: 'C1' },
];

const maps: Readonly<Record<string, Partial<PublishInput>>> = {
  then: { geography: 'THEN' },
  current: { geography: 'CURRENT' },
  'at-2014': { geography: { at: schoolYearOfCampaign(2014) } },
  'at-2018': { geography: { at: schoolYearOfCampaign(2018) } },
  'zones-then': { geography: 'THEN', territories: zones },
  'zones-current': { geography: 'CURRENT', territories: zones },
};
const names = Object.keys(maps);

const toulouse = { department: '031', academy: '16' };
const nice = { department: '006', academy: '23' };
const digne = { department: '004', academy: '02' };
const college = { schoolType: 'COLLEGE', degree: '2D', sector: 'PR' } as const;

let small: SmallPublishing;
let write: ReturnType<typeof logWriter>;
const before = new Map<string, PublicationManifest>();
const after = new Map<string, PublicationManifest>();

const publishOn = (name: string, over: Partial<PublishInput>): Promise<Published> =>
  freeze(small, {
    campaigns: [campaign, 'small-2018'],
    breakdown: ['schoolType', 'sector'],
    ...maps[name],
    ...over,
  });

const found = (of: ReadonlyMap<string, PublicationManifest>, name: string): PublicationManifest => {
  const manifest = of.get(name);
  if (manifest === undefined) throw new Error(`nothing was published on the map ${name}`);
  return manifest;
};

const inZones = (change: { readonly uai: string; readonly effectiveFrom: string }) => [
  zoning({ ...change, kind: 'bassin', code: 'B1' }),
  zoning({ ...change, kind: 'circonscription', code: 'C1' }),
];

/** What is known when the figures are frozen: among it moves of earlier days, and one of a day to come. */
const answersAndMoves = async (): Promise<void> => {
  await write(twoOpenings);
  await write([
    move({ uai: uaiAt(0), effectiveFrom: '2015-09-01', ...toulouse }),
    move({ uai: uaiAt(5), effectiveFrom: '2099-09-01', ...toulouse }),
    absorption({ uai: uaiAt(6), effectiveFrom: '2016-09-01', into: uaiAt(7) }),
    ...[0, 1, 2]
      .map((index) => ({ uai: uaiAt(index), effectiveFrom: '2013-09-01' }))
      .flatMap(inZones),
    ...uais.map((uai, index) =>
      submission({ campaign, uai, answers: { pupils: 10 * index, computers: 1 + index } }),
    ),
    ...uais.slice(0, 4).map((uai, index) =>
      submission({
        campaign: 'small-2018',
        uai,
        questionnaire: 'small@2018',
        answers: { pupils: 10, computers: 2 + index, surface: '7.25' },
      }),
    ),
  ]);
};

const tenThousandCorrections = async (): Promise<void> => {
  const fact = (index: number) =>
    correction({ campaign, uai: corrected, answers: { pupils: 90, computers: 11 + (index % 97) } });
  for (let sent = 0; sent < 10_000; sent += 1_000) {
    const events = Array.from({ length: 1_000 }, (_, index) =>
      newEvent(fact(sent + index), 1 + sent + index),
    );
    const stream = `response-${campaign}.${corrected}`;
    const expectedRevision = 1 + sent;
    const outcome = await small.services.store.append({ stream, expectedRevision, events });
    if (!outcome.ok) throw new Error(outcome.error.kind);
  }
};

/** Every kind of later fact that could move a map: of days before what was published, on them and after them. */
const laterMovesAndAnswers = (): Promise<unknown> =>
  write([
    move({ uai: uaiAt(1), effectiveFrom: '2013-09-01', ...toulouse }),
    move({ uai: uaiAt(7), effectiveFrom: '2014-01-15', ...nice }),
    move({ uai: uaiAt(0), effectiveFrom: '2016-01-01', ...digne }),
    retraction({ uai: uaiAt(5), revisions: [2] }),
    retraction({ uai: uaiAt(9), revisions: [1] }),
    ...inZones({ uai: uaiAt(4), effectiveFrom: '2013-09-01' }),
    zoning({ uai: uaiAt(0), effectiveFrom: '2013-09-01', kind: 'bassin', code: 'B2' }),
    zoning({ uai: uaiAt(1), effectiveFrom: '2016-09-01', kind: 'circonscription', code: 'C2' }),
    reclassification({ uai: uaiAt(2), effectiveFrom: '2013-09-01', ...college }),
    reclassification({ uai: uaiAt(8), effectiveFrom: '2017-09-01', ...college }),
    absorption({ uai: uaiAt(3), effectiveFrom: '2013-09-01', into: uaiAt(2) }),
    closure({ uai: uaiAt(4), effectiveFrom: '2013-10-01' }),
    closure({ uai: uaiAt(7), effectiveFrom: '2017-01-01' }),
    withdrawal({ campaign, uai: uaiAt(2) }),
    validation({ campaign, uai: uaiAt(3) }),
    withdrawal({ campaign: 'small-2018', uai: uaiAt(0) }),
    closing(campaign),
  ]);

beforeAll(async () => {
  small = await smallPublishing();
  write = logWriter(small.services.store);
  await answersAndMoves();
  for (const name of names) before.set(name, manifestOf(await publishOn(name, { series: name })));
  await tenThousandCorrections();
  await laterMovesAndAnswers();
  for (const name of names)
    after.set(name, manifestOf(await publishOn(name, { series: `after-${name}` })));
}, 120_000);
afterAll(() => small.close());

describe.each(names)('on the map %s, after 10,000 corrections and schools that moved', (name) => {
  it('published again from the same position gives the same bytes', async () => {
    const { position, tables } = found(before, name);
    const again = await publishOn(name, {
      series: `again-${name}`,
      position: positionOf(BigInt(position)),
    });
    expect(manifestOf(again).tables).toEqual(tables);
    expect(found(after, name).contentsSha256).not.toBe(found(before, name).contentsSha256);
  });

  it('computed again from the log it has the same bytes', async () => {
    expect(await recompute(small.services, found(before, name))).toEqual([]);
    expect(await recompute(small.services, found(after, name))).toEqual([]);
  });

  it('a program that remembers nothing computes the same bytes', async () => {
    const { pool } = small.database;
    const { figures } = makeReadModels({ pool, store: small.services.store }, smallCatalogue());
    const services = { ...small.services, figures };
    expect(await recompute(services, found(before, name))).toEqual([]);
  });

  it('a manifest that says another position is found out', async () => {
    const forged = { ...found(before, name), position: found(after, name).position };
    const problems = await recompute(small.services, forged);
    expect(problems.map(({ code, field }) => [code, field])).toContainEqual([
      'PUBLICATION_RECOMPUTED_DIFFERS',
      'figures.csv',
    ]);
  });
});

describe('figures that were published', () => {
  it('are told apart by the map', () => {
    const contents = names.map((name) => found(before, name).contentsSha256);
    expect(new Set(contents).size).toBe(names.length);
  });

  it('are the same when the read models were made anew', async () => {
    const { rebuilder } = small.models;
    await rebuilder.rebuild('school-directory', { switchOver: true });
    await rebuilder.rebuild('figures', { switchOver: true });
    for (const name of names)
      expect(await recompute(small.services, found(before, name))).toEqual([]);
  });

  it('are other where a catalogue has redrawn académies: each is named', async () => {
    const { territories, ...catalogue } = smallCatalogue();
    const academies = territories.academies.map((academy) => {
      if (academy.code === '02') return { ...academy, departments: ['004', '006', '013'] };
      return academy.code === '23' ? { ...academy, departments: [] } : academy;
    });
    const redrawn = { ...catalogue, territories: { ...territories, academies } };
    const { pool } = small.database;
    const { figures } = makeReadModels({ pool, store: small.services.store }, redrawn);
    const services = { ...small.services, figures, catalogue: redrawn };
    const problems = await recompute(services, found(before, 'current'));
    expect(
      problems
        .slice(0, 2)
        .map(({ code, field, found: now, allowed }) => [code, field, now, allowed.en]),
    ).toEqual([
      ['PUBLICATION_MAP_DIFFERS', 'academy:02', '004, 006, 013 · 93 · /', '004, 013 · 93 · /'],
      ['PUBLICATION_MAP_DIFFERS', 'academy:23', ' · 93 · /', '006 · 93 · /'],
    ]);
    expect(problems.map(({ field }) => field)).toContain('figures.csv');
  });

  it('have no map to compare with when they were made before it was kept', async () => {
    const manifest = found(before, 'current');
    const { academies, ...older } = manifest.catalogue;
    expect(academies?.map(({ code }) => code)).toEqual(['02', '16', '23']);
    expect(parseManifest(manifestText({ ...manifest, catalogue: older })).ok).toBe(true);
    expect(redrawnAcademies(smallCatalogue().territories, { catalogue: older })).toEqual([]);
  });

  it('are not computed from a definition that has changed under its version: it is named', async () => {
    const manifest = found(before, 'then');
    const [first, ...rest] = manifest.catalogue.indicators;
    const indicators = [{ ...first!, fingerprint: '00'.repeat(32) }, ...rest];
    const other = { ...manifest, catalogue: { ...manifest.catalogue, indicators } };
    const problems = await recompute(small.services, other);
    expect(problems.map(({ code, field }) => [code, field])).toEqual([
      ['PUBLICATION_DEFINITION_DIFFERS', 'computers@1'],
    ]);
  });
});
