import { describe, expect, it } from '@jest/globals';
import { CommanderError, Option } from 'commander';

import { campaignYearArgument, dayArgument } from './arguments.js';
import { fileFaultText } from './file-fault.js';
import type { Language } from './language.js';
import { addCommand, makeProgram, usageText } from './program.js';

const programIn = (language: Language) => {
  const program = makeProgram(language, '1');
  const about = { fr: 'Ouvre.', en: 'Open.' };
  const open = addCommand(program, 'open <enquête> [année]', about, [String, campaignYearArgument])
    .requiredOption('--opens <jour>', '', dayArgument)
    .addOption(new Option('--state <état>').choices(['one', 'two']))
    .action(() => undefined);
  return { program, open };
};

const helpOf = (language: Language): string => programIn(language).open.helpInformation();

const refusal = (language: Language, ...argv: readonly string[]): string => {
  const { program } = programIn(language);
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return usageText(error, language);
  }
  return '';
};

describe('a command line that is wrong', () => {
  it.each([
    [['opn'], 'commande inconnue : « opn ». Vouliez-vous dire open ?'],
    [['open', '--opens', '2014-05-13'], 'argument manquant : « enquête ».'],
    [['open', 'x'], 'option obligatoire : « --opens <jour> ».'],
    [['open', 'x', '--opens'], 'valeur manquante : « --opens <jour> ».'],
    [['open', 'x', '--opens', '2014-05-13', '--bogus'], 'option inconnue : « --bogus ».'],
    [
      ['open', 'x', '--opens', '2014-02-30'],
      'valeur refusée pour « --opens <jour> » : « 2014-02-30 ». Admis : 2014-05-13',
    ],
    [
      ['open', 'x', '--opens', '2014-05-13', '--state', 'three'],
      'valeur refusée pour « --state <état> » : « three ». Admis : one, two',
    ],
    [
      ['open', 'x', '2014', 'z', '--opens', '2014-05-13'],
      'trop d’arguments pour « open » : 3, au lieu de 2.',
    ],
    [
      ['open', 'x', '2014-2016', '--opens', '2014-05-13'],
      'valeur refusée pour « année » : « 2014-2016 ». Admis : 2013-2014, 2014',
    ],
  ])('is told so in French: %j', (argv, text) => {
    expect(refusal('fr', ...argv)).toBe(text);
  });

  it.each([
    [['open'], "required option '--opens <day>' not specified"],
    [['open', '--opens', '2014-05-13'], "missing required argument 'survey'"],
  ])('is told so in English, placeholders included: %j', (argv, text) => {
    expect(refusal('en', ...argv)).toBe(text);
  });

  it.each([
    ['fr', 'open [options] <enquête>', '--opens <jour>'],
    ['en', 'open [options] <survey>', '--opens <day>'],
  ] as const)('finds help in its language: %s', (language, usage, option) => {
    const help = helpOf(language);

    expect([help.includes(usage), help.includes(option)]).toEqual([true, true]);
  });
});

describe('a file that cannot be read', () => {
  it.each([
    [{ code: 'ENOENT', path: 'reponses.csv' }, 'reponses.csv : fichier ou dossier introuvable'],
    [{ code: 'EISDIR' }, 'c’est un dossier, un fichier est attendu'],
    [{ code: 'Z_DATA_ERROR' }, 'le fichier compressé est abîmé ou coupé'],
    [{ code: 'ECONNREFUSED' }, undefined],
    [{}, undefined],
  ])('is told of, and nothing else: %j', (fields, text) => {
    expect(fileFaultText(Object.assign(new Error('x'), fields))?.fr).toBe(text);
  });
});
