import { describe, expect, it } from '@jest/globals';

import { splitRecord } from '#contracts';

import { questionnaire } from '../answers/questionnaire.fixture.js';
import { exampleCsv } from './example.js';
import { dictionaryCsv, templateCsv } from './template.js';

const records = (csv: string): readonly (readonly string[])[] =>
  csv
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) => {
      const record = splitRecord(line, ';');
      return record.kind === 'cells' ? record.cells : [];
    });

describe('the template of a questionnaire', () => {
  it('is the header of its answers file, as French spreadsheets open it', () => {
    expect(templateCsv(questionnaire)).toBe(
      '\uFEFFuai;nb_eleves;nb_ordinateurs_fixes;surface;ent_deploye;ent_solution;maintenance;remarque;justification\r\n',
    );
  });

  it('has a dictionary with a line for each of its columns', () => {
    const [header = [], ...rows] = records(dictionaryCsv(questionnaire));
    expect(rows.map(([code]) => code)).toEqual(records(templateCsv(questionnaire))[0]);
    const told = (code: string): Readonly<Record<string, string>> => {
      const row = rows.find((cells) => cells[0] === code) ?? [];
      return Object.fromEntries(
        header.flatMap((name, at) => (row[at] === '' ? [] : [[name, row[at] ?? '']])),
      );
    };
    expect(told('ent_solution')).toEqual({
      code: 'ent_solution',
      section_fr: 'equipment',
      section_en: 'equipment',
      libelle_fr: 'ent_solution',
      libelle_en: 'ent_solution',
      type: 'choice',
      valeurs_admises_fr: 'un code parmi netecole, autre',
      valeurs_admises_en: 'one code among netecole, autre',
      options_fr: 'netecole = NetEcole | autre = Autre',
      options_en: 'netecole = NetEcole | autre = Autre',
      obligatoire: 'non',
      non_concerne_admis: 'oui',
      posee_si: 'ent_deploye',
      provenance: 'test',
    });
    expect(told('nb_eleves')).toMatchObject({
      minimum: '0',
      maximum: '10000',
      obligatoire: 'oui',
      non_concerne_admis: 'non',
      preremplie_par: 'pupils',
    });
  });

  it('has an example that shows zero, no, no answer and not concerned', () => {
    expect(records(exampleCsv(questionnaire))).toEqual([
      [
        ...(records(templateCsv(questionnaire))[0] ?? []),
        '# EXEMPLE : données fictives / EXAMPLE: made-up data',
      ],
      '9990001X;240;24;24;oui;autre;collectivite|academie;Exemple de texte;Exemple de justification : salle informatique en travaux.;EXEMPLE / EXAMPLE'.split(
        ';',
      ),
      '9990002Y;120;12;12;oui;autre;academie;;Exemple de justification : salle informatique en travaux.;EXEMPLE / EXAMPLE'.split(
        ';',
      ),
      '9990003Z;60;0;0;non;;;;Exemple de justification : salle informatique en travaux.;EXEMPLE / EXAMPLE'.split(
        ';',
      ),
    ]);
  });
});
