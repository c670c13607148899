import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { position } from '#kernel';

import {
  belleDeMai,
  campaign,
  campaignProblem,
  cassin,
  fates,
  file,
  header,
  importText,
  montDOr,
} from './importing.fixture.js';

describe('importing answers from CSV', () => {
  it('hands on what each line declares, in the questionnaire’s own order', async () => {
    const { calls, submit } = campaign();
    await importText(file(belleDeMai, cassin), { submit });
    expect(calls).toEqual([
      [
        {
          uai: '0131884C',
          declaration: {
            answers: {
              nb_eleves: 583,
              nb_ordinateurs_fixes: 60,
              surface: '12.5',
              ent_deploye: true,
              ent_solution: 'netecole',
              maintenance: ['collectivite', 'academie'],
              remarque: 'ras; merci',
            },
            notConcerned: [],
          },
          justifications: [],
        },
        {
          uai: '0040019Z',
          declaration: {
            answers: { nb_eleves: 210, nb_ordinateurs_fixes: 0, ent_deploye: false },
            notConcerned: ['maintenance'],
          },
          justifications: [{ rule: '*', text: 'travaux' }],
        },
      ],
    ]);
  });

  it('reports the fate of every line and sums them up', async () => {
    const content = file(belleDeMai, '0840803S;1;1;;;;;;', montDOr);
    expect(await importText(content)).toEqual({
      report: [
        {
          line: 2,
          uai: '0131884C',
          effect: 'recorded',
          submissionId: 'event-of-0131884C',
          position: position(1n),
          problems: [],
        },
        {
          line: 3,
          uai: '0840803S',
          effect: 'refused',
          submissionId: null,
          position: null,
          problems: [campaignProblem],
        },
        {
          line: 4,
          uai: '0040013T',
          effect: 'recorded',
          submissionId: 'event-of-0040013T',
          position: position(2n),
          problems: [],
        },
      ],
      summary: {
        rows: 3,
        recorded: 2,
        corrected: 0,
        unchanged: 0,
        refused: 1,
        bytesRead: Buffer.byteLength(content),
        lastLine: 4,
        position: position(2n),
        warnings: [],
      },
    });
  });

  it('changes nothing when the same file comes again', async () => {
    const { taken, submit } = campaign();
    const content = file(belleDeMai, cassin, montDOr);
    await importText(content, { submit });
    const before = new Map(taken);
    expect(fates(await importText(content, { submit }))).toEqual([
      '2 0131884C unchanged',
      '3 0040019Z unchanged',
      '4 0040013T unchanged',
    ]);
    expect(taken).toEqual(before);
  });

  it('resumes from a line, and reads columns in any order beside notes', async () => {
    const content = `# école;justification;${header.split(';').slice(0, -1).join(';')}\n${[
      'Belle de Mai;;0131884C;583;60;;;;;',
      'Cassin;;0040019Z;210;10;;;;;',
    ].join('\n')}\n`;
    expect(fates(await importText(content, { fromLine: 3 }))).toEqual(['3 0040019Z recorded']);
  });

  it('keeps the order of the lines whatever the size of its batches', async () => {
    const lines = Array.from({ length: 50 }, (_, index) => `0131884C;${String(index)};1;;;;;;`);
    const one = await importText(file(...lines, cassin, montDOr), { batchSize: 1 });
    expect(fates(one)).toEqual(fates(await importText(file(...lines, cassin, montDOr))));
  });

  it('never changes its result with the chunks of its source', async () => {
    const content = Buffer.concat([
      Buffer.from(file(belleDeMai, cassin, '0840803S;x;"1;;;;;;', belleDeMai, 'é;1')),
      Buffer.from([0xc3]),
      Buffer.from(`\r\n${montDOr}`),
    ]);
    const whole = await importText(content);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(60), { maxLength: 40 }), async (sizes) => {
        expect(await importText(content, { sizes })).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the same school twice in one file', () => {
  it('is unchanged when both lines say the same', async () => {
    const again = '0131884C;583;60;12.50;OUI;netecole;collectivite|academie;ras; merci;';
    expect(
      fates(await importText(file(belleDeMai, again.replace('ras; merci', '"ras; merci"')))),
    ).toEqual(['2 0131884C recorded', '3 0131884C unchanged']);
  });

  it('is refused on the second line when they differ, and the first is named', async () => {
    const imported = await importText(file(belleDeMai, montDOr, '0131884C;584;60;;;;;;'));
    expect(fates(imported)).toEqual([
      '2 0131884C recorded',
      '3 0040013T recorded',
      '4 0131884C refused DUPLICATE_IN_FILE:uai',
    ]);
    expect('report' in imported && imported.report[2]?.problems[0]?.message.en).toBe(
      'School 0131884C is on line 2 already, with other answers or refused.',
    );
  });

  it('is refused after a line that was refused, even in another batch', async () => {
    const content = file('0131884C;beaucoup;1;;;;;;', montDOr, '0131884C;583;1;;;;;;');
    expect(fates(await importText(content, { batchSize: 1 }))).toEqual([
      '2 0131884C refused VALUE_NOT_A_NUMBER:nb_eleves',
      '3 0040013T recorded',
      '4 0131884C refused DUPLICATE_IN_FILE:uai',
    ]);
  });
});

describe('a school that an earlier line names', () => {
  it('is told what is wrong with its own line first', async () => {
    expect(fates(await importText(file(montDOr, '0040013T;beaucoup;1;;;;;;')))).toEqual([
      '2 0040013T recorded',
      '3 0040013T refused VALUE_NOT_A_NUMBER:nb_eleves',
    ]);
  });

  it('is taken in when that line was no record', async () => {
    expect(fates(await importText(file('0040013T;500', montDOr)))).toEqual([
      '2  refused CELL_COUNT_WRONG:',
      '3 0040013T recorded',
    ]);
  });
});

describe('a line that cannot be right', () => {
  it.each([
    ['0131884C;beaucoup;1;;;;;;', 'VALUE_NOT_A_NUMBER:nb_eleves'],
    ['0131884C;1 234,5;1;;;;;;', 'VALUE_NOT_INTEGER:nb_eleves'],
    ['0131884C;-3;1;;;;;;', 'VALUE_BELOW_MINIMUM:nb_eleves'],
    ['0131884C;99999999999999999999;1;;;;;;', 'VALUE_ABOVE_MAXIMUM:nb_eleves'],
    ['0131884C;12,5;1;;;;;;', 'VALUE_NOT_INTEGER:nb_eleves'],
    ['0131884C;1;1;;peut-être;;;;', 'VALUE_NOT_BOOLEAN:ent_deploye'],
    ['0131884C;1;1;;oui;netécol;;;', 'OPTION_UNKNOWN:ent_solution'],
    ['0131884D;1;1;;;;;;', 'UAI_CHECK_LETTER_WRONG:uai'],
    ['131884C;1;1;;;;;;', 'UAI_MALFORMED:uai'],
    [';1;1;;;;;;', 'UAI_MALFORMED:uai'],
    [`0131884C;1;1;;;;;;${'x'.repeat(2_001)}`, 'TEXT_REFUSED:justification'],
    ['0131884C;1;1;;;;;;a\u001bb', 'TEXT_REFUSED:justification'],
  ])('costs itself only: %s', async (line, problem) => {
    const imported = fates(await importText(file(line, montDOr)));
    const uai = line.slice(0, line.indexOf(';'));
    expect(imported).toEqual([`2 ${uai} refused ${problem}`, '3 0040013T recorded']);
  });

  it('is told everything that is wrong with it at once', async () => {
    expect(fates(await importText(file('0131884X;x;-1;;;;;;')))).toEqual([
      '2 0131884X refused UAI_CHECK_LETTER_WRONG:uai VALUE_NOT_A_NUMBER:nb_eleves VALUE_BELOW_MINIMUM:nb_ordinateurs_fixes',
    ]);
  });

  it('names the nearest schools when its UAI is misspelt', async () => {
    const nearest = (): Promise<readonly string[]> => Promise.resolve(['0131884C', '0131885D']);
    const imported = await importText(file('0131884X;1;1;;;;;;'), { nearest });
    expect('report' in imported && imported.report[0]?.problems[0]?.remedy.en).toBe(
      'Check the digits; if they are right, write 0131884C. Nearest known schools: 0131884C, 0131885D.',
    );
  });
});

describe('a header that cannot be read', () => {
  const missing = 'Start from the template (observatory template): its header is the expected one.';

  it('is refused with everything that is wrong with it, before any line is taken in', async () => {
    const { calls, submit } = campaign();
    const content = file(belleDeMai)
      .replace('nb_eleves;', 'nb_elleves;uai;')
      .replace(';surface', '');
    expect(fates(await importText(content, { submit }))).toEqual([
      'COLUMN_UNKNOWN:nb_elleves Did you mean “nb_eleves”?',
      'COLUMN_REPEATED:uai Keep the right one of the two.',
      `COLUMN_MISSING:nb_eleves ${missing}`,
      `COLUMN_MISSING:surface ${missing}`,
    ]);
    expect(calls).toEqual([]);
  });

  it('may lack the column of justifications', async () => {
    const content = file(montDOr)
      .replace(';justification', '')
      .replace(/;\r\n$/, '\r\n');
    expect(fates(await importText(content))).toEqual(['2 0040013T recorded']);
  });
});

describe('importing answers from NDJSON', () => {
  const line = (fields: object): string => `${JSON.stringify(fields)}\n`;

  it('says that a list of objects is not a line for each of them', async () => {
    const list = '[{"uai":"0131884C","answers":{"nb_eleves":1}}]\n';
    expect(fates(await importText(list))).toEqual(['1  refused JSON_MALFORMED:']);
  });

  it('hands on what each line declares', async () => {
    const { calls, submit } = campaign();
    const content =
      line({
        uai: '0131884c',
        answers: { nb_ordinateurs_fixes: 0, nb_eleves: 583, remarque: null },
        notConcerned: ['maintenance'],
        justifications: [{ rule: 'eleves_par_ordinateur', text: 'travaux' }],
      }) + `\n${line({ uai: '0040013T', answers: { nb_eleves: 1 } })}`;
    expect(fates(await importText(content, { submit }))).toEqual([
      '1 0131884C recorded',
      '3 0040013T recorded',
    ]);
    expect(calls).toEqual([
      [
        {
          uai: '0131884C',
          declaration: {
            answers: { nb_eleves: 583, nb_ordinateurs_fixes: 0 },
            notConcerned: ['maintenance'],
          },
          justifications: [{ rule: 'eleves_par_ordinateur', text: 'travaux' }],
        },
        {
          uai: '0040013T',
          declaration: { answers: { nb_eleves: 1 }, notConcerned: [] },
          justifications: [],
        },
      ],
    ]);
  });

  it.each([
    ['{"uai":"0131884C","answers":{"nb_eleves":1}', 'null refused JSON_MALFORMED:'],
    ['[1]', 'null refused JSON_MALFORMED:'],
    ['{"answers":{}}', 'null refused JSON_MALFORMED:'],
    ['{"uai":"0131884C","answers":[]}', 'null refused JSON_MALFORMED:'],
    ['{"uai":"0131884C","answers":{},"note":1}', 'null refused JSON_MALFORMED:'],
    ['{"uai":"0131884C","answers":{},"notConcerned":[1]}', 'null refused JSON_MALFORMED:'],
    ['{"uai":"0131884C","answers":{},"justifications":[{}]}', 'null refused JSON_MALFORMED:'],
    [
      `{"uai":"0131884C","answers":{},"justifications":[{"rule":"*","text":"${'x'.repeat(2_001)}"}]}`,
      '0131884C refused TEXT_REFUSED:justifications',
    ],
    [
      '{"uai":"0131884C","answers":{"nb_eleves":"12"}}',
      '0131884C refused VALUE_NOT_A_NUMBER:nb_eleves',
    ],
    [
      '{"uai":"0131884C","answers":{"nb_eleves":1.5}}',
      '0131884C refused VALUE_NOT_INTEGER:nb_eleves',
    ],
    [
      '{"uai":"0131884C","answers":{"nb_elleves":1}}',
      '0131884C refused QUESTION_NOT_ASKED:nb_elleves',
    ],
  ])('refuses %s', async (text, fate) => {
    const content = `${line({ uai: '0040013T', answers: { nb_eleves: 1 } })}${text}\n`;
    const [, second] = fates(await importText(content));
    expect(second).toBe(`2 ${fate}`.replace('2 null ', '2  '));
  });
});
