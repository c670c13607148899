import { describe, expect, it } from '@jest/globals';

import {
  type Change,
  changed,
  indicator,
  lineOf,
  mistakes,
  questionnaire,
  sound,
  territories,
} from '../testing/small-catalogue.js';

const charte = 'indicators/charte_part_ecoles.yaml';
const etic = 'questionnaires/etic-1d.2014.yaml';
const map = 'territories/territories.yaml';

describe('the loader of the catalogue', () => {
  it('accepts a catalogue that is sound', () => {
    expect(mistakes(sound)).toEqual([]);
  });

  const numerator =
    indicator.text.split('\n').findIndex((line) => line.startsWith('numerator:')) + 1;

  it.each<readonly [string, Change, readonly unknown[]]>([
    [
      'a misspelt question, at its column',
      [indicator, 'numerator: count_where(charte_usage', 'numerator: count_where(charte_usge'],
      [
        'EXPRESSION_UNKNOWN_QUESTION',
        `${charte}:${String(numerator)}:24`,
        'charte_usge',
        'Did you mean "charte_usage"?',
      ],
    ],
    [
      'an option that does not exist, inside quotes',
      [indicator, /numerator: .*/, 'numerator: "count_where(charte_usage = \'touss\')"'],
      [
        'EXPRESSION_UNKNOWN_OPTION',
        `${charte}:${String(numerator)}:40`,
        "'touss'",
        'Did you mean "tous"?',
      ],
    ],
    [
      'a mistake on the second line of a folded text',
      [
        indicator,
        /numerator: .*/,
        "numerator: >-\n  count_where(charte_usage = 'tous')\n  + nb_elevs",
      ],
      [
        'EXPRESSION_UNKNOWN_QUESTION',
        `${charte}:${String(numerator + 2)}:5`,
        'nb_elevs',
        'Did you mean "nb_eleves"?',
      ],
    ],
    [
      'doubled quotes before a mistake',
      [indicator, /numerator: .*/, "numerator: 'count_where(charte_usage = ''tous'') + nb_elevs'"],
      [
        'EXPRESSION_UNKNOWN_QUESTION',
        `${charte}:${String(numerator)}:52`,
        'nb_elevs',
        'Did you mean "nb_eleves"?',
      ],
    ],
    [
      'a condition where a number is due',
      [indicator, /numerator: .*/, 'numerator: filtrage'],
      [
        'EXPRESSION_TYPE',
        `${charte}:${String(numerator)}:12`,
        'filtrage',
        'To count schools, write count_where(condition).',
      ],
    ],
    [
      'a division',
      [indicator, /numerator: .*/, 'numerator: nb_eleves / nb_classes'],
      [
        'EXPRESSION_DIVISION',
        `${charte}:${String(numerator)}:22`,
        '/',
        'A quotient does not add up across schools: put the dividend in "numerator" and the divisor in "denominator", or compare products (a > 100 * b).',
      ],
    ],
    [
      'a total with a denominator',
      [indicator, 'aggregation: share', 'aggregation: total'],
      [
        'DENOMINATOR_NOT_WANTED',
        `${charte}:14:14`,
        'count_where(answered(charte_usage))',
        'Remove "denominator".',
      ],
    ],
    [
      'a share without denominator',
      [indicator, /denominator: .*\n/, ''],
      ['DENOMINATOR_MISSING', `${charte}:12:14`, 'share', 'Add "denominator".'],
    ],
    [
      'an unknown survey',
      [indicator, 'survey: etic-1d', 'survey: etic-1'],
      ['SURVEY_UNKNOWN', `${charte}:10:9`, 'etic-1', 'Did you mean "etic-1d"?'],
    ],
    [
      'an id that is not the file’s name',
      [indicator, 'id: charte_part_ecoles', 'id: charte_ecoles'],
      [
        'INDICATOR_FILE_NAME',
        `${charte}:2:5`,
        'charte_ecoles',
        'Name the file charte_ecoles.yaml or charte_ecoles.v1.yaml, or correct "id" or "version".',
      ],
    ],
    [
      'a territory that does not exist',
      [indicator, "code: '02'", "code: '99'"],
      [
        'TERRITORY_UNKNOWN',
        `${charte}:${String(lineOf(indicator, "code: '02'"))}:39`,
        '99',
        'Did you mean "09", "19" or "01"?',
      ],
    ],
    [
      'a school year that is none',
      [indicator, '2016-2017', '2016-2018'],
      [
        'SCHOOL_YEAR_MALFORMED',
        `${charte}:${String(lineOf(indicator, '2016-2017'))}:17`,
        '2016-2018',
        'Write two years that follow: 2016-2017.',
      ],
    ],
    [
      'a missing property',
      [indicator, /direction: .*\n/, ''],
      ['PROPERTY_MISSING', `${charte}:2:1`, '', 'Add "direction".'],
    ],
    [
      'a misspelt property',
      [indicator, 'scope:', 'scop:'],
      [
        'PROPERTY_UNKNOWN',
        `${charte}:${String(lineOf(indicator, 'scope:'))}:1`,
        'scop',
        'Did you mean "scope"?',
      ],
    ],
    [
      'a value outside its list',
      [indicator, 'aggregation: share', 'aggregation: shares'],
      ['VALUE_NOT_ALLOWED', `${charte}:12:14`, 'shares', 'Did you mean "share"?'],
    ],
    [
      'a text where a number is due',
      [indicator, 'decimals: 1', 'decimals: un'],
      [
        'VALUE_TYPE',
        `${charte}:${String(lineOf(indicator, 'decimals'))}:11`,
        'un',
        'Write a whole number.',
      ],
    ],
    [
      'a number out of bounds',
      [indicator, 'decimals: 1', 'decimals: 9'],
      [
        'VALUE_SHAPE',
        `${charte}:${String(lineOf(indicator, 'decimals'))}:11`,
        '9',
        'Give at most 6. Places that a figure is rounded to, halves away from zero.',
      ],
    ],
    [
      'a code that lost its quotes',
      [indicator, "code: '02'", 'code: 02'],
      [
        'VALUE_TYPE',
        `${charte}:${String(lineOf(indicator, "code: '02'"))}:39`,
        '2',
        "Put it between single quotes, with its zeros: '2'.",
      ],
    ],
    [
      'YAML that cannot be read',
      [indicator, 'aggregation: share', 'aggregation: [share'],
      [
        'YAML_BAD_INDENT',
        `${charte}:13:1`,
        'numerator: count_where(charte_usage in (',
        'Align this line with its neighbours.',
      ],
    ],
    [
      'a property given twice',
      [indicator, 'decimals: 1', 'decimals: 1\ndecimals: 2'],
      [
        'YAML_DUPLICATE_KEY',
        `${charte}:${String(lineOf(indicator, 'decimals') + 1)}:1`,
        'decimals: 2',
        'Remove one of the two lines.',
      ],
    ],
    [
      'a question that is asked twice',
      [questionnaire, 'code: nb_vpi', 'code: nb_tbi_tni'],
      [
        'CODE_REPEATED',
        `${etic}:${String(lineOf(questionnaire, 'code: nb_vpi'))}:15`,
        'nb_tbi_tni',
        'Give it another code, or remove it.',
      ],
    ],
    [
      'an unknown question in a rule',
      [
        questionnaire,
        'violatedWhen: nb_eleves_b2i_valides >',
        'violatedWhen: nb_eleves_b2i_valide >',
      ],
      [
        'EXPRESSION_UNKNOWN_QUESTION',
        `${etic}:${String(lineOf(questionnaire, 'violatedWhen: nb_eleves_b2i'))}:19`,
        'nb_eleves_b2i_valide',
        'Did you mean "nb_eleves_b2i_valides"?',
      ],
    ],
    [
      'skip logic on a question that comes later',
      [questionnaire, 'askedWhen: ent_deploye', 'askedWhen: volet_numerique_projet'],
      [
        'EXPRESSION_UNKNOWN_QUESTION',
        `${etic}:${String(lineOf(questionnaire, 'askedWhen'))}:20`,
        'volet_numerique_projet',
        expect.stringContaining('Choose among: nb_eleves'),
      ],
    ],
    [
      'a number without bounds',
      [questionnaire, /\n +min: 0/, ''],
      [
        'PROPERTY_MISSING',
        `${etic}:${String(lineOf(questionnaire, 'code: nb_eleves'))}:9`,
        '',
        'Add "min".',
      ],
    ],
    [
      'a choice without options',
      [questionnaire, 'type: boolean', 'type: choice'],
      [
        'PROPERTY_MISSING',
        `${etic}:${String(lineOf(questionnaire, 'code: filtrage'))}:9`,
        '',
        'Add "options".',
      ],
    ],
    [
      'options on a question without choice',
      [questionnaire, 'type: choice\n', 'type: boolean\n'],
      [
        'PROPERTY_NOT_WANTED',
        `${etic}:${String(lineOf(questionnaire, '- code: aucun'))}:11`,
        expect.stringContaining('aucun'),
        'Remove "options", or change "type".',
      ],
    ],
    [
      'campaigns the wrong way round',
      [questionnaire, 'lastCampaign: 2017', 'lastCampaign: 2010'],
      [
        'CAMPAIGNS_REVERSED',
        `${etic}:${String(lineOf(questionnaire, 'firstCampaign'))}:16`,
        '2012–2010',
        'Correct firstCampaign or lastCampaign.',
      ],
    ],
    [
      'a comparison with no version',
      [
        questionnaire,
        'preloaded: pupils',
        "preloaded: pupils\n        comparability:\n          - { with: '2010', status: identical }",
      ],
      [
        'COMPARABILITY_UNKNOWN_VERSION',
        `${etic}:${String(lineOf(questionnaire, 'preloaded: pupils') + 2)}:21`,
        '2010',
        'Remove this comparison.',
      ],
    ],
    [
      'a department in two académies',
      [territories, "departments: ['006', '083']", "departments: ['006', '013']"],
      [
        'DEPARTMENT_IN_TWO_ACADEMIES',
        `${map}:${String(lineOf(territories, "['006', '083']"))}:26`,
        '013',
        'Date the académies (from, until), or remove the department from Aix-Marseille.',
      ],
    ],
    [
      'an académie of an unknown region',
      [territories, "academicRegion: '94'", "academicRegion: '95'"],
      [
        'TERRITORY_UNKNOWN',
        `${map}:${String(lineOf(territories, "academicRegion: '94'"))}:21`,
        '95',
        expect.stringContaining('Did you mean'),
      ],
    ],
    [
      'a department listed twice',
      [territories, "code: '002', name: Aisne", "code: '001', name: Aisne"],
      [
        'TERRITORY_REPEATED',
        `${map}:${String(lineOf(territories, 'name: Aisne'))}:13`,
        '001',
        'Remove one of the two lines.',
      ],
    ],
  ])('places %s', (_, change, expected) => {
    expect(mistakes(changed(change))).toContainEqual(expected);
  });
});
