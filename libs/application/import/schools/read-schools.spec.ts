import { beforeAll, describe, expect, it } from '@jest/globals';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';

import { readCatalogue, shippedCatalogue, type Territories } from '#catalogue';
import { parseSchoolYear, type Problem, type Result } from '#kernel';

import { readSchools, type SchoolsOptions, type SchoolsReading } from './read-schools.js';

let territories: Territories;

beforeAll(async () => {
  const catalogue = await readCatalogue(shippedCatalogue());
  if (!catalogue.ok) throw new Error('the catalogue that ships has mistakes');
  ({ territories } = catalogue.value);
});

type Read = Result<SchoolsReading, readonly Problem[]>;

const readFile = (path: string, options: Partial<SchoolsOptions> = {}): Promise<Read> =>
  readSchools(createReadStream(path).pipe(createGunzip()), { territories, ...options });

const readText = (text: string, options: Partial<SchoolsOptions> = {}): Promise<Read> => {
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(text));
  };
  return readSchools(bytes(), { territories, ...options });
};

const accepted = (read: Read): SchoolsReading => {
  if (!read.ok) throw new Error(`refused: ${read.error.map(({ code }) => code).join()}`);
  return read.value;
};

const year = parseSchoolYear('2022-2023');
const in2022 = year.ok ? { schoolYear: year.value } : {};

describe('the directory of rentrée 2022', () => {
  it('is read whole: 40,630 schools, none refused', async () => {
    const file = join(shippedCatalogue(), 'directory', 'schools-2022.csv.gz');
    const read = accepted(await readFile(file, in2022));
    const { descriptions, rowCount, mergedCount, refused, notSchools, format } = read;
    expect({
      format: format.id,
      rowCount,
      schools: descriptions.length,
      mergedCount,
      refused,
      notSchools,
    }).toEqual({
      format: 'schools-and-pupils',
      rowCount: 40_630,
      schools: 40_630,
      mergedCount: 0,
      refused: [],
      notSchools: new Map(),
    });
    expect(new Set(descriptions.map(({ department }) => department)).size).toBe(101);
    expect(descriptions.find(({ uai }) => uai === '0131884C')).toEqual({
      uai: '0131884C',
      name: 'COLLEGE BELLE DE MAI',
      schoolType: 'COLLEGE',
      degree: '2D',
      sector: 'PU',
      communeCode: '13203',
      commune: 'MARSEILLE 3E ARRONDISSEMENT',
      department: '013',
      academy: '02',
      openedOn: null,
      closedOn: null,
      socialPositionIndex: '72.8',
      enrolment: { schoolYear: '2022-2023', pupils: 444 },
      effectiveFrom: '2022-09-01',
      source: 'data.education.gouv.fr, écoles et effectifs',
    });
  });
});

describe('the annuaire of Ille-et-Vilaine, 2023', () => {
  const fixture = new URL('./fixtures/annuaire-35-2023.csv.gz', import.meta.url).pathname;

  it('names 993 UAI on 996 lines, of which 895 are schools', async () => {
    const read = accepted(await readFile(fixture));
    const beside = [...read.notSchools].map(([reason, uais]) => [reason, uais.length] as const);
    expect({
      format: read.format.id,
      rowCount: read.rowCount,
      schools: read.descriptions.length,
      mergedCount: read.mergedCount,
      beside: Object.fromEntries(beside),
      refused: read.refused,
    }).toEqual({
      format: 'annuaire',
      rowCount: 996,
      schools: 895,
      mergedCount: 3,
      beside: { section: 12, 'medico-social': 39, service: 47 },
      refused: [],
    });
    expect(895 + 12 + 39 + 47).toBe(993);
  });

  it('makes one school of its several lines: the main site, not the annex', async () => {
    const { descriptions } = accepted(await readFile(fixture));
    const severalLines = ['0350778F', '0350852L', '0352072M'];
    expect(
      descriptions
        .filter(({ uai }) => severalLines.includes(uai))
        .map(({ uai, name, commune, schoolType }) => [uai, name, commune, schoolType]),
    ).toEqual([
      ['0350778F', 'Lycée Assomption', 'Rennes', 'LEGT'],
      ['0350852L', 'Collège Saint-Joseph', 'Bruz', 'COLLEGE'],
      ['0352072M', 'Lycée polyvalent Institution Saint-Malo La Providence', 'Saint-Malo', 'LPO'],
    ]);
  });

  it('dates each school by its own line', async () => {
    const { descriptions } = accepted(await readFile(fixture));
    expect(descriptions[0]).toEqual({
      uai: '0350002M',
      name: 'Collège Pierre Brossolette',
      schoolType: 'COLLEGE',
      degree: '2D',
      sector: 'PU',
      communeCode: '35047',
      commune: 'Bruz',
      department: '035',
      academy: '14',
      openedOn: '1965-05-01',
      closedOn: null,
      socialPositionIndex: null,
      enrolment: { schoolYear: '2022-2023', pupils: 711 },
      effectiveFrom: '2023-06-08',
      source: 'data.education.gouv.fr, annuaire de l’éducation',
    });
  });
});

const columns =
  'uai;nom;type;degre;secteur;code_commune;commune;code_departement;code_academie;effectifs;ips';
const school = '0131884C;Belle de Mai;COLLEGE;2D;PU;13203;MARSEILLE;013;02;583;91,5';
const changed = (from: string, to: string): string => `${columns}\n${school.replace(from, to)}\n`;

describe('a file of schools', () => {
  it('is read by the names of its columns, whatever their order and accents', async () => {
    const cells = columns
      .split(';')
      .map((name, at) => [name, school.split(';')[at] ?? ''] as const);
    const reversed = [...cells].reverse();
    const shuffled = `${reversed.map(([name]) => name.toUpperCase()).join(',')}\n${reversed
      .map(([, cell]) => cell.replace(',', '.'))
      .join(',')}\n`;
    expect(accepted(await readText(shuffled, in2022)).descriptions).toEqual(
      accepted(await readText(`${columns}\n${school}\n`, in2022)).descriptions,
    );
  });

  it('may come from the annuaire of another year, with other names for its columns', async () => {
    const text = [
      'numero_uai;nom_etablissement;Statut_public_prive;Code_postal;Code_commune;Nom_commune;Code_departement;Code_academie;code_nature;date_ouverture;date_maj_ligne;multi_uai;libelle_zone_animation_pedagogique',
      '0131884C;Collège Belle de Mai;Public;13003;13203;Marseille;013;02;340;1965-05-01;2026-02-11;0;Marseille centre',
      '',
    ].join('\r\n');
    const [description] = accepted(await readText(text)).descriptions;
    expect(description).toMatchObject({
      schoolType: 'COLLEGE',
      enrolment: null,
      effectiveFrom: '2026-02-11',
    });
  });

  it('may hold several years: a lycée has one description for each, in the académie of its day', async () => {
    const text = [
      "Rentrée scolaire;Académie;Code du département;UAI;Nom de l'établissment;Code INSEE de la commune;Nom de la commune;Secteur;Type de lycée",
      '2020-2021;CAEN;50;0500002F;LYCEE LITTRE;50025;AVRANCHES;public;LPO',
      '2018-2019;CAEN;50;0500002F;LYCEE POLYVALENT EMILE LITTRE;50025;AVRANCHES;public;LPO',
      '2018-2019;CORSE;;7200021K;LYCEE PASCAL PAOLI;2B096;CORTE;public;LEGT',
      '',
    ].join('\n');
    const { descriptions } = accepted(await readText(text));
    expect(
      descriptions.map((one) => [
        one.uai,
        one.effectiveFrom,
        one.name,
        one.department,
        one.academy,
      ]),
    ).toEqual([
      ['0500002F', '2018-09-01', 'LYCEE POLYVALENT EMILE LITTRE', '050', '05'],
      ['0500002F', '2020-09-01', 'LYCEE LITTRE', '050', '70'],
      ['7200021K', '2018-09-01', 'LYCEE PASCAL PAOLI', '02B', '27'],
    ]);
  });

  it.each([
    ['013;02', '13;Aix-Marseille', '013'],
    ['13203;MARSEILLE;013;02', '2A004;AJACCIO;02A;27', '02A'],
    ['13203;MARSEILLE;013;02', '2A004;AJACCIO;620;27', '02A'],
    ['13203;MARSEILLE;013;02', '2B033;BASTIA;;CORSE', '02B'],
    ['13203;MARSEILLE;013;02', '97411;SAINT DENIS;974;28', '974'],
  ])('writes départements as %s → %s', async (from, to, department) => {
    const [description] = accepted(await readText(changed(from, to), in2022)).descriptions;
    expect(description?.department).toBe(department);
  });

  it.each([
    ['0131884C', '0131884D', 'UAI_CHECK_LETTER_WRONG', 'uai'],
    ['0131884C', '131884C', 'UAI_MALFORMED', 'uai'],
    ['Belle de Mai', '', 'SCHOOL_NAME_MISSING', 'name'],
    ['COLLEGE', 'COLEGE', 'SCHOOL_TYPE_UNKNOWN', 'schoolType'],
    ['PU', 'P', 'SECTOR_UNKNOWN', 'sector'],
    ['13203', '3203', 'COMMUNE_MALFORMED', 'communeCode'],
    ['013;02', '099;02', 'DEPARTMENT_UNKNOWN', 'department'],
    ['013;02', '013;16', 'ACADEMY_MISMATCH', 'academy'],
    ['583', '583,5', 'PUPILS_NOT_COUNTED', 'pupils'],
    ['583', '99999', 'PUPILS_NOT_COUNTED', 'pupils'],
    ['91,5', 'NS', 'SOCIAL_POSITION_INDEX_MALFORMED', 'socialPositionIndex'],
  ])('is refused line by line where %s reads %s', async (from, to, code, field) => {
    const text = `${changed(from, to)}0840803S;Lou Vignarès;COLLEGE;2D;PU;84141;VEDENE;084;02;500;\n`;
    const { descriptions, refused } = accepted(await readText(text, in2022));
    expect(descriptions.map(({ uai }) => uai)).toEqual(['0840803S']);
    expect(
      refused.map(({ line, problems }) => [line, problems.map((one) => [one.code, one.field])]),
    ).toEqual([[2, [[code, field]]]]);
  });

  it('whose rows bear no date needs the school year', async () => {
    const { refused } = accepted(await readText(`${columns}\n${school}\n`));
    expect(refused.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      ['SCHOOL_YEAR_MALFORMED'],
    ]);
  });

  it('that lacks a column, or has it twice, is refused whole', async () => {
    const without = await readText(
      'uai;nom;type;degre;commune;code_departement;code_academie;effectifs\n',
    );
    expect(without.ok ? [] : without.error.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'COLUMN_MISSING secteur',
      'COLUMN_MISSING code_commune',
    ]);
    const twice = await readText(`${columns};Nom_etablissement\n`);
    expect(twice.ok ? [] : twice.error.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'COLUMN_REPEATED Nom_etablissement',
    ]);
  });
});
