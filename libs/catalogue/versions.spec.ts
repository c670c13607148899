import { describe, expect, it } from '@jest/globals';

import { tabletsCount } from '../testing/candidate.js';
import { indicator, mistakes, sound } from '../testing/small-catalogue.js';
import { type CatalogueFile, loadCatalogue } from './index.js';

const path = 'indicators/charte_part_ecoles.v2.yaml';

const head = `version: 2
effectiveFrom: 2016-2017
reason: { fr: Une raison, en: A reason }
comparability: comparable`;

/** Version 2 of the charter's indicator, with something changed in it. */
const second = (from = '', to = ''): CatalogueFile => {
  const text = indicator.text.replace('version: 1', head);
  if (!text.includes(from)) throw new Error(`no ${from}`);
  return { path, text: text.replace(from, to) };
};

const dated = (year: string): CatalogueFile => ({
  ...indicator,
  text: indicator.text.replace('version: 1', `version: 1\neffectiveFrom: ${year}`),
});

const withFirst = (first: CatalogueFile): readonly CatalogueFile[] =>
  sound.map((file) => (file === indicator ? first : file));

describe('versions of an indicator', () => {
  it('are files beside each other: the latest is the indicator, and all of them stay', () => {
    const loaded = loadCatalogue([...sound, second()]);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
    const { indicators, definitions } = loaded.value;
    expect([indicators.get('charte_part_ecoles')?.version, [...definitions.keys()]]).toEqual([
      2,
      ['charte_part_ecoles@1', 'charte_part_ecoles@2'],
    ]);
  });

  it('change the fingerprint of the catalogue: its figures are made anew', () => {
    const [one, both] = [loadCatalogue(sound), loadCatalogue([...sound, second()])];
    expect(one.ok && both.ok && one.value.fingerprint !== both.value.fingerprint).toBe(true);
  });

  it('do not change it by their dates and reasons, which decide no row', () => {
    const one = loadCatalogue([...sound, second()]);
    const other = loadCatalogue([...sound, second('2016-2017', '2018-2019')]);
    expect(one.ok && other.ok && one.value.fingerprint === other.value.fingerprint).toBe(true);
  });

  it.each<readonly [string, readonly CatalogueFile[], readonly unknown[]]>([
    [
      'a version that does not follow',
      [...sound, { ...second('version: 2', 'version: 3'), path: path.replace('.v2', '.v3') }],
      [
        'INDICATOR_VERSION_GAP',
        `${path.replace('.v2', '.v3')}:3:10`,
        'charte_part_ecoles@3',
        'Keep version 2 in charte_part_ecoles.v2.yaml, or correct "version".',
      ],
    ],
    [
      'a date that is not later',
      [...withFirst(dated('2016-2017')), second()],
      [
        'INDICATOR_DATES_REVERSED',
        `${path}:4:16`,
        '2016-2017',
        'Give a year after 2016-2017, which is that of indicators/charte_part_ecoles.yaml.',
      ],
    ],
    [
      'a date that is not a school year',
      [...sound, second('2016-2017', '2016-2018')],
      [
        'SCHOOL_YEAR_MALFORMED',
        `${path}:4:16`,
        '2016-2018',
        'Write two years that follow: 2016-2017.',
      ],
    ],
    [
      'another aggregation that claims to compare',
      [...sound, second('aggregation: share', 'aggregation: ratio')],
      [
        'INDICATOR_COMPARABILITY',
        `${path}:6:16`,
        'comparable',
        'Write comparability: break, or keep the aggregation and the unit of indicators/charte_part_ecoles.yaml.',
      ],
    ],
    [
      'another survey',
      [...sound, { path, text: tabletsCount.replace('etic-1d', 'etic-2d') }],
      [
        'INDICATOR_FILE_NAME',
        `${path}:1:5`,
        'eleves_par_ordinateur_1d',
        'Name the file eleves_par_ordinateur_1d.yaml or eleves_par_ordinateur_1d.v2.yaml, or correct "id" or "version".',
      ],
    ],
    [
      'a file that is named after another version',
      [...sound, { ...second(), path: path.replace('.v2', '.v4') }],
      [
        'INDICATOR_FILE_NAME',
        `${path.replace('.v2', '.v4')}:2:5`,
        'charte_part_ecoles',
        'Name the file charte_part_ecoles.yaml or charte_part_ecoles.v2.yaml, or correct "id" or "version".',
      ],
    ],
    [
      'a second version without a reason',
      [...sound, second('reason: { fr: Une raison, en: A reason }\n')],
      ['PROPERTY_MISSING', `${path}:2:1`, '', 'Add "reason".'],
    ],
    [
      'a first version that compares itself',
      withFirst({
        ...indicator,
        text: indicator.text.replace('version: 1', 'version: 1\ncomparability: break'),
      }),
      [
        'PROPERTY_NOT_WANTED',
        'indicators/charte_part_ecoles.yaml:4:16',
        'break',
        'Remove "comparability", or change "version".',
      ],
    ],
  ])('are refused for %s', (_, files, expected) => {
    expect(mistakes(files)).toContainEqual(expected);
  });

  it('are refused when the survey changes', () => {
    const files = [...sound, second('survey: etic-1d', 'survey: etic-2d')];
    expect(mistakes(files)).toContainEqual([
      'INDICATOR_SURVEY_CHANGED',
      `${path}:13:9`,
      'etic-2d',
      'Keep "etic-1d", as in indicators/charte_part_ecoles.yaml, or give the new indicator another id.',
    ]);
  });
});
