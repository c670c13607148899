import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type CommandLine, jsonLines, openCommandLine } from '../../libs/testing/command-line.js';
import { testUai } from '../../libs/testing/small-observatory.js';

const columns =
  'uai,nom,type,degre,secteur,code_commune,commune,code_departement,code_academie,effectifs,ips';
const line = (number: number, name = `ECOLE ${String(number)}`): string =>
  `${testUai(number)},${name},ECOLE,1D,PU,13055,MARSEILLE,013,02,100,100.0`;
const fileOf = (...lines: readonly string[]): string => `${[columns, ...lines].join('\n')}\n`;

const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
const announcing = `GROUPE A ABSORBE L'UAI ${testUai(2)} EN 2023`;
const first = [line(1, announcing), ...numbers.slice(1).map((number) => line(number))];

const years = [
  'Rentrée scolaire;Académie;Code du département;UAI;Nom de l’établissement;Code INSEE de la commune;Nom de la commune;Secteur;Type de lycée',
  ...['2017-2018', '2018-2019', '2019-2020'].map(
    (year) => `${year};AIX-MARSEILLE;13;0130002G;LYCEE A;13001;AIX;public;LEGT`,
  ),
].join('\n');

describe('the schools, on the command line', () => {
  let cli: CommandLine;

  beforeAll(async () => {
    cli = await openCommandLine({
      'first.csv': fileOf(...first),
      'second.csv': fileOf(...first.slice(0, 11)),
      'partial.csv': fileOf(...first.slice(0, 3)),
      'years.csv': `${years}\n`,
      'wrong.csv': fileOf(...first.slice(0, 11), line(12).replace('PU', '?')),
    });
    await cli.json('import', 'schools', join(cli.folder, 'first.csv'), '-y', '2021-2022');
  });

  afterAll(() => cli.close());

  const take = (file: string, ...options: readonly string[]) =>
    cli.run(
      ...options,
      'import',
      'schools',
      join(cli.folder, file),
      '-y',
      '2022-2023',
      '--complete',
    );

  it('refuses a file that is not complete, and says what to do', async () => {
    const partial = await take('partial.csv');
    const wrong = await take('wrong.csv', '--lang', 'fr');
    expect([partial.code, wrong.code]).toEqual([1, 1]);
    expect(partial.notes).toContain('close 9 of the 12 schools of the académie 02');
    expect(partial.notes).toContain('--closing-at-most');
    expect(wrong.notes).toContain('Lignes refusées dans le fichier : 1.');
    expect((await cli.run('schools', 'changes', '--uai', testUai(12))).output).not.toContain(
      'closing',
    );
  });

  it('counts each school of a file of several years once', async () => {
    const { notes } = await cli.run(
      ...['import', 'schools', join(cli.folder, 'years.csv'), '--dry-run'],
    );
    expect(notes).toContain('3 lines, 1 schools');
  });

  it('shows whom a complete file closes, closes them, and undoes it', async () => {
    const shown = await cli.run(
      ...['--lang', 'fr', 'import', 'schools', join(cli.folder, 'second.csv')],
      ...['-y', '2022-2023', '--complete', '--dry-run'],
    );
    expect(shown.code).toBe(0);
    expect(shown.output).toContain('Écoles que le fichier ne nomme plus (1), fermées :');
    expect(shown.output).toContain(`${testUai(12)}  ECOLE 12, 02  (2022-09-01)`);
    expect(shown.output).toContain(
      `schools absorb ${testUai(2)} --into ${testUai(1)} --on 2023-09-01`,
    );

    const lines = jsonLines(await take('second.csv', '--json'));
    const { importId } = lines.at(-1) as { readonly importId: string };
    expect(
      lines.map(({ kind, missed, closed }) => [kind, closed ?? (missed as object[]).length]),
    ).toEqual([
      ['preview', 1],
      ['applied', 1],
    ]);
    expect((await take('second.csv')).output).not.toContain('ECOLE 12');

    const changes = await cli.run('schools', 'changes', '--import', importId);
    expect(changes.output).toMatch(
      new RegExp(`2022-09-01 +${testUai(12)} +closing +open +closed .*${importId}`),
    );
    const undone = await cli.run('--lang', 'fr', 'schools', 'undo', importId, '--reason', 'erreur');
    const again = await cli.run('schools', 'undo', importId, '--reason', 'erreur');
    const [told] = await cli.json('schools', 'changes', '--uai', testUai(12), '--import', importId);
    expect([undone.code, undone.output]).toEqual([0, 'Annulé pour 12 écoles\n']);
    expect([again.code, again.output]).toEqual([0, 'Undone already.\n']);
    expect(told).toMatchObject({ changes: [{ kind: 'SchoolClosed', isRetracted: true }] });
    expect(await cli.json('schools', 'imports', '--limit', '2')).toMatchObject([
      {
        imports: [
          { schools: 12, undoneFor: 0 },
          { importId, schools: 12, undoneFor: 12 },
        ],
      },
    ]);
    const unknown = await cli.run('schools', 'undo', 'no-such-import', '--reason', 'erreur');
    expect([unknown.code, unknown.notes]).toEqual([
      1,
      expect.stringContaining('SCHOOL_IMPORT_UNKNOWN'),
    ]);
  });

  it('lists the absorptions that names propose, and records them', async () => {
    const listed = await cli.run('--lang', 'fr', 'schools', 'proposals');
    expect(listed.output).toMatch(
      new RegExp(`${testUai(2)} +ECOLE 2 +${testUai(1)} +2023-09-01 +prête`),
    );
    const [absorbed] = await cli.json('schools', 'absorb', '--proposed');
    expect(absorbed).toMatchObject({ kind: 'absorbed', schools: 1 });
    expect(await cli.json('schools', 'proposals')).toEqual([{ kind: 'proposals', proposals: [] }]);
    const history = await cli.run('schools', 'changes', '--uai', testUai(2));
    expect(history.output).toMatch(new RegExp(`absorption .*closed, absorbed by ${testUai(1)}`));
  });

  it('wants to know which school, or all that are proposed', async () => {
    const missing = await cli.run('schools', 'absorb', testUai(2));
    const french = await cli.run('--lang', 'fr', 'schools', 'absorb');
    expect([missing.code, french.code]).toEqual([2, 2]);
    expect(missing.notes).toContain('--proposed');
    expect(french.notes).toContain('options obligatoires');
  });
});
