import { describe, expect, it } from '@jest/globals';

import {
  changed,
  indicator,
  lineOf,
  mistakes,
  questionnaire,
  sound,
  territories,
} from '../testing/small-catalogue.js';
import { type CatalogueFile, describeMistake, loadCatalogue } from './index.js';

const charte = 'indicators/charte_part_ecoles.yaml';

describe('the loader of the catalogue, over its files together', () => {
  it.each<readonly [string, readonly CatalogueFile[], readonly unknown[]]>([
    [
      'a questionnaire defined twice',
      [...sound, { ...questionnaire, path: 'questionnaires/other.yaml' }],
      [
        'QUESTIONNAIRE_REPEATED',
        'questionnaires/other.yaml:3:10',
        'etic-1d@2014',
        'Change "version": questionnaires/etic-1d.2014.yaml defines it already.',
      ],
    ],
    [
      'two versions for one campaign',
      [
        ...sound,
        {
          path: 'questionnaires/later.yaml',
          text: questionnaire.text.replace("version: '2014'", "version: '2016'"),
        },
      ],
      [
        'CAMPAIGNS_OVERLAP',
        `questionnaires/later.yaml:${String(lineOf(questionnaire, 'firstCampaign'))}:16`,
        '2012–2017',
        'Correct firstCampaign or lastCampaign here or in questionnaires/etic-1d.2014.yaml.',
      ],
    ],
    [
      'a question whose type changes',
      [
        ...sound,
        {
          path: 'questionnaires/later.yaml',
          text: questionnaire.text
            .replace("version: '2014'", "version: '2016'")
            .replace('type: boolean', 'type: text\n        maxLength: 9'),
        },
      ],
      [
        'QUESTION_TYPE_CHANGED',
        `questionnaires/later.yaml:${String(lineOf(questionnaire, 'type: boolean'))}:15`,
        'text',
        'Keep "boolean", as in questionnaires/etic-1d.2014.yaml, or give the question another code.',
      ],
    ],
    [
      'an indicator defined twice',
      [
        ...sound,
        { path: 'elsewhere/charte_part_ecoles.yaml', text: indicator.text, kind: 'indicators' },
      ],
      [
        'INDICATOR_REPEATED',
        `${charte}:2:5`,
        'charte_part_ecoles@1',
        'Change "id", or increase "version": elsewhere/charte_part_ecoles.yaml defines charte_part_ecoles@1 already.',
      ],
    ],
    [
      'a file in a folder that means nothing',
      [...sound, { path: 'indicateurs/x.yaml', text: 'id: x' }],
      ['FILE_MISPLACED', 'indicateurs/x.yaml:1:1', 'indicateurs', 'Did you mean "indicators"?'],
    ],
    [
      'a catalogue without territories',
      sound.filter((file) => file !== territories),
      [
        'FILE_MISSING',
        'territories/territories.yaml:1:1',
        '',
        'Put this file of the catalogue back.',
      ],
    ],
    [
      'a catalogue without schemas',
      sound.filter(({ path }) => path !== 'schemas/indicator.schema.json'),
      [
        'FILE_MISSING',
        'schemas/indicator.schema.json:1:1',
        '',
        'Put this file of the catalogue back.',
      ],
    ],
    [
      'a published figure that is a number',
      [
        ...sound,
        {
          path: 'reference/x.json',
          text: '{"figures": [{"indicator": "a", "label": "a", "territory": {"kind": "country", "code": "FR"}, "schoolYear": null, "value": 9.8, "unit": "%", "source": "a"}]}',
        },
      ],
      [
        'VALUE_TYPE',
        'reference/x.json:1:124',
        '9.8',
        "Put it between single quotes, with its zeros: '9.8'.",
      ],
    ],
  ])('places %s', (_, files, expected) => {
    expect(mistakes(files)).toContainEqual(expected);
  });

  it('tells all mistakes of all files in one pass, in the order of files and lines', () => {
    const both = changed([indicator, 'scope:', 'scop:']).map((file) =>
      file === questionnaire
        ? {
            ...file,
            text: file.text
              .replace('code: nb_vpi', 'code: nb_tbi_tni')
              .replace('severity: warning', 'severity: warnin'),
          }
        : file,
    );
    const loaded = loadCatalogue(both);
    expect(loaded.ok ? [] : loaded.error.map((mistake) => describeMistake(mistake, 'fr'))).toEqual([
      expect.stringMatching(
        /^indicators\/charte_part_ecoles\.yaml:\d+:1 PROPERTY_UNKNOWN « scop » n’existe pas ici\. Vouliez-vous écrire « scope » \?$/,
      ),
      expect.stringMatching(
        /^questionnaires\/etic-1d\.2014\.yaml:\d+:15 VALUE_NOT_ALLOWED « warnin » n’est pas permis ici\. Vouliez-vous écrire « warning » \?$/,
      ),
    ]);
  });

  it.each([
    ['the order of files', [...sound].reverse(), true],
    ['a label', changed([indicator, /fr: Écoles.*/, 'fr: Autre']), true],
    ['a target', changed([indicator, 'value: 100', 'value: 95']), true],
    ['an expression', changed([indicator, "in ('eleves', 'tous')", "= 'tous'"]), false],
    ['a scope', changed([indicator, "school.sector = 'PU'", "school.sector = 'PR'"]), false],
    ['an option', changed([questionnaire, "code: '4g'", "code: '5g'"]), false],
    ['the map', changed([territories, "academicRegion: '94'", "academicRegion: '93'"]), false],
  ])('has a fingerprint for what decides a figure: %s', (_, files, same) => {
    const [before, after] = [loadCatalogue(sound), loadCatalogue(files)];
    if (!before.ok || !after.ok) throw new Error('the catalogue is sound');
    expect(before.value.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(after.value.fingerprint === before.value.fingerprint).toBe(same);
  });
});
