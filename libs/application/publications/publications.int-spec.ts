import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import {
  type Bundle,
  bundleOf,
  publish,
  type Published,
  type PublishInput,
  signerOf,
  verifyBundle,
  withdrawPublication,
} from '#application/publications';

import {
  freeze as freezeIn,
  manifestOf,
  operator,
  smallInput,
  smallPublishing,
  type SmallPublishing,
  testKey,
} from '../../testing/small-publishing.js';
import { opening, registration, respondent, submission } from '../../testing/small-survey.js';
import { logWriter } from '../../testing/written-log.js';

const campaign = 'small-2014';
const schools = [
  respondent('0130001F'),
  respondent('0130002G', { pupils: 200, sector: 'PR' }),
  respondent('0310001H', { department: '031', academy: '16' }),
];
const closed = { schoolType: 'ECOLE', sector: 'PU', department: '004', academy: '02' };
const exclusions = [{ uai: '0040009P', reason: 'closed', school: closed } as const];

let small: SmallPublishing;

const freeze = (over: Partial<PublishInput> = {}) => freezeIn(small, over);

const bundle = async (id: string): Promise<Bundle> => {
  await small.caughtUp();
  const found = await small.services.publications.publication(id);
  if (found === undefined) throw new Error(`${id} is not in the ledger`);
  return bundleOf(small.services, found);
};

const textOf = async (id: string, name: string): Promise<string> =>
  Buffer.from((await (await bundle(id)).file(name)) ?? []).toString('utf8');

const codes = async (files: Bundle, trusted: readonly string[] = []) =>
  (await verifyBundle(files, trusted)).problems.map(({ code, field }) => [code, field]);

beforeAll(async () => {
  small = await smallPublishing();
  const write = logWriter(small.services.store);
  await write(schools.map((school) => registration(school)));
  await write(opening({ campaign, respondents: schools, exclusions }));
  await write([
    submission({ campaign, uai: '0130001F', answers: { pupils: 100, computers: 10 } }),
    submission({ campaign, uai: '0130002G', answers: { pupils: 0, computers: 0 } }),
    submission({ campaign, uai: '0310001H', answers: { pupils: 90, computers: 30 } }),
  ]);
});
afterAll(() => small.close());

describe('a publication', () => {
  let first: Published;
  beforeAll(async () => {
    first = await freeze();
  });

  it('gives every figure of every territory on the lists, in one order', async () => {
    const [header, ...rows] = (await textOf(first.publication, 'figures.csv')).split('\n');
    const computers = rows.filter((row) => row.startsWith('computers,1,department'));
    expect(header).toBe(
      'indicator,definition_version,territory_kind,territory_code,school_year,school_type,sector,value,numerator,' +
        'denominator,used,expected,received,response_rate,status,missing_reason,break_with,confidentiality,synthetic',
    );
    expect(computers).toEqual([
      'computers,1,department,004,2013-2014,,,,,,0,0,0,,missing,not-surveyed,,N,false',
      'computers,1,department,004,2013-2014,,PU,,,,0,0,0,,missing,not-surveyed,,N,false',
      'computers,1,department,013,2013-2014,,,10,10,,2,2,2,100.00,provisional,,,N,false',
      'computers,1,department,013,2013-2014,,PR,0,0,,1,1,1,100.00,provisional,,,N,false',
      'computers,1,department,013,2013-2014,,PU,10,10,,1,1,1,100.00,provisional,,,N,false',
      'computers,1,department,031,2013-2014,,,30,30,,1,1,1,100.00,provisional,,,N,false',
      'computers,1,department,031,2013-2014,,PU,30,30,,1,1,1,100.00,provisional,,,N,false',
    ]);
  });

  it('says in its manifest what it is made of', async () => {
    const manifest = manifestOf(first);
    expect(await textOf(first.publication, 'manifest.json')).toContain('"version":1}');
    expect({
      ...manifest,
      tables: manifest.tables.map(({ name, rows, cells }) => [name, rows, cells]),
      catalogue: manifest.catalogue.indicators.map(({ id, version }) => [id, version]),
      territories: manifest.territories.length,
      signing: manifest.signing.keyId,
    }).toMatchObject({
      publication: 'small-2014-v1',
      state: 'provisional',
      previous: null,
      position: String(first.shows),
      geography: 'THEN',
      campaigns: [{ id: campaign, survey: 'small', version: '2014', status: 'open' }],
      breakdown: ['sector'],
      tables: [
        ['coverage.csv', 20, true],
        ['figures.csv', 80, true],
        ['indicators.csv', 4, false],
        ['methodology.en.md', null, false],
        ['methodology.fr.md', null, false],
        ['territories.csv', 8, false],
      ],
      catalogue: [
        ['computers', 1],
        ['pupils_per_computer', 1],
        ['response_rate', 1],
        ['surface_per_pupil', 1],
      ],
      territories: 8,
      synthetic: false,
      confidentiality: { status: 'N', disclosureControl: 'none' },
      signing: small.services.signer.keyId,
    });
  });

  it('is what it says: signature, chain, digests and rows', async () => {
    const verified = await verifyBundle(await bundle(first.publication), [
      small.services.signer.keyId,
    ]);
    expect([verified.problems, verified.checked.length, verified.manifestSha256]).toEqual([
      [],
      6,
      first.manifestSha256,
    ]);
  });

  it('of the same contents is not frozen twice', async () => {
    expect(await freeze()).toMatchObject({ publication: 'small-2014-v1', effect: 'unchanged' });
  });
});

describe('a series', () => {
  const next = (over: Partial<PublishInput>) =>
    publish(small.services, smallInput({ series: 'series', ...over }), operator);
  const problems = async (over: Partial<PublishInput>) => {
    const outcome = await next(over);
    return outcome.ok ? [] : outcome.error.map(({ code, field }) => [code, field]);
  };

  it('is a chain that is walked back to its first', async () => {
    await freeze({ series: 'series' });
    await freeze({ series: 'series', breakdown: [] });
    const third = await freeze({ series: 'series', state: 'definitive' });
    expect(manifestOf(third).previous?.publication).toBe('series-v2');
    expect(await codes(await bundle('series-v3'))).toEqual([]);
  });

  it('takes a second definitive publication only in the place of the first', async () => {
    const other = { state: 'definitive', breakdown: [] } as const;
    expect(await problems(other)).toEqual([['PUBLICATION_DEFINITIVE_STANDS', 'replaces']]);
    expect(await problems({ ...other, replaces: 'series-v3' })).toEqual([]);
  });

  it('keeps what was withdrawn, with its reason, and it can still be verified', async () => {
    const withdrawal = { publication: 'series-v3', reason: 'effectifs faux' };
    const outcomes = [
      await withdrawPublication(small.services, withdrawal, operator),
      await withdrawPublication(small.services, withdrawal, operator),
    ];
    expect(outcomes.map((one) => (one.ok ? one.value.effect : one.error[0]?.code))).toEqual([
      'recorded',
      'PUBLICATION_ALREADY_WITHDRAWN',
    ]);
    expect(await codes(await bundle('series-v3'))).toEqual([]);
    expect(await small.services.publications.publication('series-v3')).toMatchObject({
      withdrawal: { reason: 'effectifs faux' },
      replacedBy: 'series-v4',
    });
  });

  it.each([
    [{ campaigns: ['none-2014'] }, 'CAMPAIGN_UNKNOWN'],
    [{ campaigns: [], surveys: ['none'] }, 'PUBLICATION_SCOPE_EMPTY'],
    [{ series: 'Not A Slug' }, 'PUBLICATION_SERIES_MALFORMED'],
    [{ title: { fr: ' ', en: ' ' } }, 'PUBLICATION_TITLE_MISSING'],
    [{ position: 999_999_999n }, 'PUBLICATION_POSITION_UNKNOWN'],
    [{ position: 1n }, 'CAMPAIGN_UNKNOWN'],
    [{ series: 'fresh', replaces: 'fresh-v9' }, 'PUBLICATION_UNKNOWN'],
  ])('refuses %j: %s', async (over, code) => {
    const found = await problems(over as unknown as Partial<PublishInput>);
    expect(found.map(([one]) => one)).toEqual([code]);
  });
});

describe('a copy that was tampered with', () => {
  const changed = async (name: string, change: (text: string) => string | undefined) => {
    const files = await bundle('series-v3');
    return {
      file: async (asked: string) => {
        const bytes = await files.file(asked);
        if (asked !== name || bytes === undefined) return bytes;
        const text = change(Buffer.from(bytes).toString('utf8'));
        return text === undefined ? undefined : Buffer.from(text, 'utf8');
      },
    };
  };

  it.each([
    ['figures.csv', (text: string) => text.replace('10', '12'), ['PUBLICATION_TABLE_ALTERED']],
    [
      'coverage.csv',
      (text: string) => `${text}x\n`,
      ['PUBLICATION_TABLE_ALTERED', 'PUBLICATION_ROWS_DIFFER'],
    ],
    ['indicators.csv', () => undefined, ['PUBLICATION_FILE_MISSING']],
    ['signature.json', () => undefined, ['PUBLICATION_FILE_MISSING']],
    ['manifest.json', () => undefined, ['PUBLICATION_FILE_MISSING']],
    [
      'manifest.json',
      (text: string) => text.replace('"definitive"', '"provisional"'),
      ['PUBLICATION_MANIFEST_ALTERED', 'PUBLICATION_SIGNATURE_WRONG'],
    ],
    ['manifest.json', (text: string) => `${text} `, ['PUBLICATION_MANIFEST_ALTERED']],
    ['previous-series-v2.json', (text: string) => `${text} `, ['PUBLICATION_CHAIN_BROKEN']],
    ['previous-series-v1.json', () => undefined, ['PUBLICATION_FILE_MISSING']],
  ])('in %s is found out', async (name, change, expected) => {
    expect((await codes(await changed(name, change))).map(([code]) => code)).toEqual(expected);
  });

  it('and signed again with another key is found out by those who know the key', async () => {
    const other = signerOf(testKey());
    const files = await changed('signature.json', (text) => {
      const signature = JSON.parse(text) as Record<string, string>;
      return JSON.stringify({ ...signature, keyId: other.keyId, publicKey: other.publicKey });
    });
    expect(await codes(files, [small.services.signer.keyId])).toEqual([
      ['PUBLICATION_SIGNATURE_WRONG', 'signature.json'],
      ['PUBLICATION_KEY_UNKNOWN', 'signing.keyId'],
    ]);
  });
});
