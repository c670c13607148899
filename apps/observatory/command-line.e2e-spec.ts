import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import {
  type CommandLine,
  type Ended,
  type JsonLine,
  jsonLines,
  openCommandLine,
  runCommand,
  startCommand,
} from '../../libs/testing/command-line.js';

const schools = [
  'uai,nom,type,degre,secteur,code_commune,commune,code_departement,code_academie,effectifs,ips',
  '0130002G,ECOLE A,ECOLE,1D,PU,13055,MARSEILLE,013,02,200,100.0',
  '0130003H,ECOLE B,ECOLE,1D,PU,13055,MARSEILLE,013,02,100,100.0',
  '0840001V,ECOLE C,ECOLE,1D,PU,84007,AVIGNON,084,02,150,100.0',
].join('\n');

const answersOf = (uai: string, pupils: number, computers: number): string =>
  JSON.stringify({
    uai,
    answers: { nb_eleves: pupils, nb_ordinateurs_fixes: computers, nb_ordinateurs_portables: 0 },
  });

const answers = [
  answersOf('0130002G', 200, 20),
  answersOf('0130003H', 100, 4),
  answersOf('0840001V', 150, 12.5),
  answersOf('0130004J', 10, 1),
].join('\n');

describe('the command line', () => {
  let line: CommandLine;
  let folder: string;

  beforeAll(async () => {
    line = await openCommandLine({
      'schools.csv': `${schools}\n`,
      'answers.ndjson': `${answers}\n`,
    });
    ({ folder } = line);
  });

  afterAll(() => line.close());

  const observatory = (...args: readonly string[]): Promise<Ended> => line.run(...args);

  const lastOf = (ended: Ended): JsonLine => jsonLines(ended).at(-1) ?? {};

  it('leads from a file of schools and a file of answers to a figure', async () => {
    const imported = await observatory(
      '--json',
      'import',
      'schools',
      join(folder, 'schools.csv'),
      '-y',
      '2014',
    );
    const opened = await observatory(
      ...[
        '--json',
        'campaign',
        'open',
        'etic-1d',
        '2014',
        '--opens',
        '2014-05-01',
        '--closes',
        '2099-12-31',
      ],
    );
    const answered = await observatory(
      '--json',
      'import',
      'answers',
      'etic-1d-2014',
      join(folder, 'answers.ndjson'),
      ...['--threads', '1'],
    );
    const again = await observatory(
      '--json',
      'import',
      'answers',
      'etic-1d-2014',
      join(folder, 'answers.ndjson'),
    );
    const figures = await observatory(
      ...['--json', 'figures', 'eleves_par_ordinateur_1d', '-t', 'department:013', '-y', '2014'],
    );
    const [figure] = JSON.parse(figures.output) as readonly Record<string, unknown>[];
    const fateOf = (ended: Ended): unknown => {
      const { recorded, unchanged, refused } = lastOf(ended);
      return { code: ended.code, recorded, unchanged, refused };
    };
    expect({
      imported: imported.code,
      opened: [opened.code, lastOf(opened)['effect']],
      answered: fateOf(answered),
      again: fateOf(again),
      figure: [
        figure?.['value'],
        figure?.['numerator'],
        figure?.['denominator'],
        figure?.['responseRate'],
      ],
    }).toEqual({
      imported: 0,
      opened: [0, 'recorded'],
      answered: { code: 1, recorded: 2, unchanged: 0, refused: 2 },
      again: { code: 1, recorded: 0, unchanged: 2, refused: 2 },
      figure: ['12.50', '300', '24', '100.00'],
    });
  });

  it('proves that its read models are what the log says', async () => {
    const ended = await observatory('--json', 'rebuild');
    expect([ended.code, new Set(jsonLines(ended).map(({ equal }) => equal))]).toEqual([
      0,
      new Set([true]),
    ]);
  });

  it('tells a wrong command line from a refusal and from a database that is away', async () => {
    const unknown = await observatory('figures', 'no_such_indicator');
    const refused = await observatory(
      'import',
      'answers',
      'etic-1d-1999',
      join(folder, 'answers.ndjson'),
    );
    const away = await runCommand(['campaign', 'list'], {
      ...line.settings,
      OBSERVATORY_LANG: 'fr',
      DATABASE_URL: 'postgres://test@127.0.0.1:1/test',
    });
    expect([unknown.code, refused.code, away.code]).toEqual([2, 1, 3]);
    expect(away.notes).toMatch(/^PostgreSQL est injoignable\. Vérifiez DATABASE_URL/);
  });

  it('tells who reads or reviews answers what is wrong with a UAI, a campaign and a text', async () => {
    const about = ['--campaign', 'etic-1d-2014', '--uai'];
    const until = ['--question', 'nb_eleves', '--until', '2099-12-31'];
    const ended = await Promise.all([
      observatory('--lang', 'en', 'responses', 'history', ...about, '0130002H'),
      observatory('--lang', 'en', 'responses', 'diff', ...about, '0130002g'),
      observatory('responses', 'diff', '--campaign', 'etic-1d-1999', '--uai', '0130002G'),
      observatory(
        'responses',
        'return',
        ...about,
        '0130002G',
        ...until,
        '--message',
        'x'.repeat(2_001),
      ),
    ]);
    expect(ended.map(({ code, notes, output }) => [code, `${notes}${output}`])).toEqual([
      [1, expect.stringMatching(/UAI_CHECK_LETTER_WRONG[^]*0130002G/)],
      [0, expect.stringContaining('never validated')],
      [1, expect.stringContaining('CAMPAIGN_UNKNOWN')],
      [1, expect.stringContaining('TEXT_REFUSED')],
    ]);
  });

  it.each([
    ['a file that is not there', ['import', 'answers', 'etic-1d-2014', 'no-such.csv']],
    ['a folder in the place of a file', ['import', 'schools', '.']],
    ['a position that does not exist yet', ['figures', 'nb_tbi_tni_1d', '--as-of', '999999']],
    ['a cursor of another log', ['revisions', '--after', 'cjk5OTk5OQ']],
    ['an unknown territory', ['figures', 'nb_tbi_tni_1d', '-t', 'academy:99']],
  ])('takes %s for a mistake of the command line', async (_, args) => {
    const { code, notes } = await observatory(...args);

    expect([code, notes.trim().split('\n').length, notes.includes('    at ')]).toEqual([
      2,
      1,
      false,
    ]);
  });

  it('names a folder of the catalogue that is missing, as a mistake of the command line', async () => {
    const missing = join(folder, 'no-such-folder');
    const { code, notes } = await runCommand(['indicators'], {
      ...line.settings,
      CATALOGUE_DIRS: missing,
    });
    expect([code, notes.includes(missing), notes.includes('    at ')]).toEqual([2, true, false]);
  });

  it('ends in order when nobody reads what it says any more', async () => {
    const child = startCommand(['indicators'], line.settings);
    child.stdout.destroy();
    const [notes, code] = await Promise.all([
      text(child.stderr),
      new Promise<number | null>((resolve) => child.on('close', resolve)),
    ]);
    expect([code, notes]).toEqual([0, '']);
  });
});
