import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { tabletsCount } from '../../libs/testing/candidate.js';
import {
  type CommandLine,
  type JsonLine,
  openCommandLine,
} from '../../libs/testing/command-line.js';

const schools = [
  'uai,nom,type,degre,secteur,code_commune,commune,code_departement,code_academie,effectifs,ips',
  '0130002G,ECOLE A,ECOLE,1D,PU,13055,MARSEILLE,013,02,200,100.0',
  '0130003H,ECOLE B,ECOLE,1D,PU,13055,MARSEILLE,013,02,100,100.0',
].join('\n');

const answersOf = (uai: string, pupils: number, computers: number): string =>
  JSON.stringify({
    uai,
    answers: { nb_eleves: pupils, nb_ordinateurs_fixes: computers, nb_ordinateurs_portables: 0 },
  });

const indicator = 'eleves_par_ordinateur_1d';
const candidate = `${indicator}.v2.yaml`;
const french = ['--lang', 'fr'] as const;

describe('figures, from answers to a publication that is withdrawn', () => {
  let cli: CommandLine;
  let imports: readonly JsonLine[];

  const inFolder = (name: string): string => join(cli.folder, name);

  beforeAll(async () => {
    cli = await openCommandLine({
      'schools.csv': `${schools}\n`,
      'answers.ndjson': `${answersOf('0130002G', 200, 20)}\n${answersOf('0130003H', 100, 5)}\n`,
      'correction.ndjson': `${answersOf('0130003H', 100, 10)}\n`,
      [candidate]: tabletsCount,
      'broken.v2.yaml': 'id: nothing\n',
    });
    await cli.json('import', 'schools', inFolder('schools.csv'), '-y', '2014');
    const dates = ['--opens', '2014-05-01', '--closes', '2099-12-31'];
    await cli.json('campaign', 'open', 'etic-1d', '2014', ...dates);
    await cli.json('import', 'answers', 'etic-1d-2014', inFolder('answers.ndjson'));
    const reason = ['--reason', 'recomptage'];
    await cli.json('import', 'answers', 'etic-1d-2014', inFolder('correction.ndjson'), ...reason);
    imports = await cli.json('revisions', '--cause', 'import');
  });

  afterAll(() => cli.close());

  it('are previewed with a definition that nobody has adopted', async () => {
    const shown = await cli.run(...french, 'indicators', 'preview', inFolder(candidate));
    const refused = await cli.run('indicators', 'preview', inFolder('broken.v2.yaml'));
    const missing = await cli.run(...french, 'indicators', 'preview', inFolder('none.yaml'));
    const [impact] = await cli.json('indicators', 'preview', inFolder(candidate));
    expect([shown.code, refused.code, missing.code]).toEqual([0, 1, 2]);
    expect(shown.output).toContain(`${indicator}@1 → ${indicator}@2`);
    expect(shown.output).toContain('Territoires, du plus grand écart au plus petit');
    expect(missing.notes).toContain('introuvable');
    expect(impact).toMatchObject({ candidate: `${indicator}@2`, responses: 2 });
  });

  it('say where they come from, and why they have moved', async () => {
    const before = String(imports[1]?.['position']);
    const figure = [indicator, '-y', '2014', '-t', 'department:013'];
    const explained = await cli.run(...french, 'figures', 'explain', ...figure, '--contributions');
    const [provenance] = await cli.json('figures', 'explain', ...figure);
    const compared = await cli.run('figures', 'compare', ...figure, '--from', before);
    const [change] = await cli.json('figures', 'compare', ...figure, '--from', before);
    const unknown = await cli.run('figures', 'explain', 'no_such_indicator', '-y', '2014');
    expect([explained.code, compared.code, unknown.code]).toEqual([0, 0, 2]);
    expect(explained.output).toMatch(/0130002G[^]*0130003H/);
    expect(provenance).toMatchObject({ used: 2, exact: true });
    expect(compared.output).toMatch(/12\.00[^]*10\.00/);
    expect(JSON.stringify(change)).toContain('"cause":"import"');
  });

  it('are followed, change by change, from a cursor on', async () => {
    const all = await cli.json('revisions');
    const cursor = String(all.at(-2)?.['cursor']);
    const rest = await cli.json('revisions', '--after', cursor);
    const told = await cli.run(...french, 'revisions', '--cause', 'import', '--limit', '2');
    const wrong = await cli.run('revisions', '--cause', 'whim');
    expect(imports.map(({ uai, kind }) => [uai, kind])).toEqual([
      ['0130002G', 'response'],
      ['0130003H', 'response'],
      ['0130003H', 'response'],
    ]);
    expect(rest).toEqual(all.slice(-1));
    expect(told.output).toContain('0130003H');
    expect([told.code, wrong.code]).toEqual([0, 2]);
  });

  it('are frozen, verified, found altered, and withdrawn', async () => {
    const what = ['--campaign', 'etic-1d-2014', '--state', 'provisional', '--title', 'ETIC 2014'];
    const [published] = await cli.json('publish', ...what);
    const again = await cli.run(...french, 'publish', ...what);
    const id = 'etic-1d-2014-v1';
    expect(published).toMatchObject({ publication: id, effect: 'recorded' });
    expect(again.output).toContain(id);

    const kept = await cli.run(...french, 'verify', id, '--recompute');
    expect([kept.code, kept.output]).toEqual([0, expect.stringContaining(`${id} : INTACTE`)]);
    expect(kept.output).toContain('recalculée du journal : mêmes octets');

    const copy = inFolder('copy');
    expect((await cli.run('publication', 'download', id, '--to', copy)).code).toBe(0);
    expect((await cli.run('verify', copy)).code).toBe(0);
    const figures = join(copy, 'figures.csv');
    await writeFile(figures, (await readFile(figures, 'utf8')).replace('10.00', '11.00'));
    const altered = await cli.run('--json', 'verify', copy);
    expect([altered.code, altered.output]).toEqual([1, expect.stringContaining('"intact":false')]);

    const reason = ['--reason', 'effectifs faux'];
    const withdrawn = await cli.run(...french, 'publication', 'withdraw', id, ...reason);
    const twice = await cli.run('publication', 'withdraw', id, ...reason);
    const listed = await cli.run(...french, 'publication', 'list');
    const still = await cli.run(...french, 'verify', id);
    expect([withdrawn.code, twice.code, still.code]).toEqual([0, 1, 0]);
    expect(listed.output).toContain('effectifs faux');
    expect(still.notes).toContain('a été retirée : effectifs faux');
    expect((await cli.run('verify', 'no-such-publication-v1')).code).toBe(1);
  });
});
