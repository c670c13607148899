import { beforeAll, describe, expect, it } from '@jest/globals';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

import { readCatalogue, shippedCatalogue, type Territories } from '#catalogue';
import { historyOf, type SchoolDescription, territory } from '#domain/territory';

import { readSchools } from './read-schools.js';

let territories: Territories;

beforeAll(async () => {
  const catalogue = await readCatalogue(shippedCatalogue());
  if (!catalogue.ok) throw new Error('the catalogue that ships has mistakes');
  ({ territories } = catalogue.value);
});

const read = async (source: AsyncIterable<Uint8Array>): Promise<readonly SchoolDescription[]> => {
  const reading = await readSchools(source, { territories });
  if (!reading.ok) throw new Error(`refused: ${reading.error.map(({ code }) => code).join()}`);
  expect(reading.value.refused).toEqual([]);
  return reading.value.descriptions;
};

const readText = (...lines: readonly string[]): Promise<readonly SchoolDescription[]> => {
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(`${lines.join('\r\n')}\r\n`));
  };
  return read(bytes());
};

const zonesOf = (descriptions: readonly SchoolDescription[]) =>
  descriptions.map(({ uai, zones }) => [uai, zones] as const);

const base =
  'numero_uai;nom_etablissement;Statut_public_prive;Code_commune;Nom_commune;Code_departement;Code_academie;code_nature;date_maj_ligne';
const ecole = '0350165P;École de Cardroc;Public;35050;Cardroc;035;14;151';
const college = '0350002M;Collège Brossolette;Public;35047;Bruz;035;14;340';
const inspection =
  '0350738M;Circonscription de Saint Grégoire;Public;35278;Saint-Grégoire;035;14;809';

describe('the zones of an annuaire', () => {
  it('are read by the names of their columns, in the words of every year', async () => {
    const of2023 = await readText(
      `${base};nom_circonscription;code_bassin_formation;libelle_bassin_formation`,
      `${ecole};2023-06-08;Circonscription de Saint Grégoire;;`,
      `${college};2023-06-08;;14105;Rennes Sud`,
      `${inspection};2023-06-08;;;`,
    );
    const of2026 = await readText(
      `libelle_zone_animation_pedagogique;code_zone_animation_pedagogique;code_circonscription;nom_circonscription;${base}`,
      `;;0350738M;Circonscription de Saint Grégoire;${ecole};2026-02-11`,
      `Rennes Sud;14105;;;${college};2026-02-11`,
    );
    const expected = [
      ['0350002M', { bassin: { code: '14105', name: 'Rennes Sud' } }],
      [
        '0350165P',
        { circonscription: { code: '0350738M', name: 'Circonscription de Saint Grégoire' } },
      ],
    ];
    expect(zonesOf(of2023)).toEqual(expected);
    expect(zonesOf(of2026)).toEqual(expected);
  });

  it('that have neither code nor service are known by their department and name', async () => {
    const descriptions = await readText(
      `${base};nom_circonscription`,
      `${ecole};2023-06-08;Circonscription de Pacé`,
    );
    const named = { code: '035 Circonscription de Pacé', name: 'Circonscription de Pacé' };
    expect(zonesOf(descriptions)).toEqual([['0350165P', { circonscription: named }]]);
  });

  it('are dated: a school keeps the circonscription of before it was redrawn', async () => {
    const columns = `${base};code_circonscription;nom_circonscription`;
    const before = await readText(columns, `${ecole};2023-06-08;0350738M;Saint Grégoire`);
    const after = await readText(columns, `${ecole};2026-02-11;0353026Z;Pacé`);
    const say = (state: typeof territory.initial, description: SchoolDescription) => {
      const said = territory.decide({ type: 'DescribeSchool', description }, state);
      return said.ok ? said.value.reduce(territory.evolve, state) : state;
    };
    const history = [...before, ...after].reduce(say, territory.initial);
    expect(
      historyOf(history).map(({ validFrom, circonscription }) => [
        validFrom,
        circonscription?.code,
      ]),
    ).toEqual([
      [null, '0350738M'],
      ['2026-02-11', '0353026Z'],
    ]);
  });

  it('of Ille-et-Vilaine in 2023 have the codes of their inspections', async () => {
    const fixture = new URL('./fixtures/annuaire-35-2023.csv.gz', import.meta.url).pathname;
    const descriptions = await read(createReadStream(fixture).pipe(createGunzip()));
    const circonscriptions = descriptions.flatMap(({ zones }) => zones?.circonscription ?? []);
    const without = descriptions.filter(({ degree, zones }) => degree === '1D' && !zones);
    expect(without).toEqual([]);
    expect(new Set(circonscriptions.map(({ code }) => code)).size).toBe(20);
    expect(circonscriptions.filter(({ code }) => !/^035\d{4}[A-Z]$/.test(code))).toEqual([]);
  });
});
