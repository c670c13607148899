import { describe, expect, it } from '@jest/globals';

import { trial } from '../../testing/trial-questionnaire.js';
import { compileQuestionnaire, normaliseDeclaration, parseAnswerText } from './index.js';

const compiled = compileQuestionnaire(trial);
const pupils = compiled.questions.find(({ question }) => question.code === 'nb_eleves');

const inCell = (text: string): unknown => {
  const read = pupils && parseAnswerText(pupils, text);
  if (read?.ok === true) return read.value;
  return read && [read.error.code, read.error.remedy.fr, read.error.remedy.en];
};

const inDigits = [
  'VALUE_NOT_A_NUMBER',
  'Écrivez le nombre en chiffres, ou laissez vide si vous ne le connaissez pas.',
  'Write the number in digits, or leave it empty if you do not know it.',
];
const separated = (fr: string, en: string): readonly string[] => [
  'NUMBER_WRITTEN_WITH_SEPARATORS',
  fr,
  en,
];

describe('a whole number in a cell', () => {
  it.each(['12', '+12', '00012', '12,0', '12.0', '12,00', '\u00a012 '])('%j is 12', (text) => {
    expect(inCell(text)).toEqual({ kind: 'answer', value: 12 });
  });

  it.each([
    ['1.234', separated('Écrivez 1234.', 'Write 1234.')],
    ['1,234,567', separated('Écrivez 1234567.', 'Write 1234567.')],
    ['1.000', separated('Écrivez 1000 ou 1.', 'Write 1000 or 1.')],
    ['12,000', separated('Écrivez 12000 ou 12.', 'Write 12000 or 12.')],
    ['1e3', separated('Écrivez 1000.', 'Write 1000.')],
  ])('%j is never guessed', (text, problem) => {
    expect(inCell(text)).toEqual(problem);
  });

  it.each(['٣', '½', '１２', '1.', '.5', '0x10', '=1+1', '\u200b5', '1\n2', '1 2'])(
    '%j is not one',
    (text) => {
      expect(inCell(text)).toEqual(inDigits);
    },
  );
});

describe('a number of JSON', () => {
  it('that is larger than any is told as such', () => {
    const answers = JSON.parse('{"nb_eleves":1e400}') as unknown;
    const found = normaliseDeclaration(compiled, { answers });
    expect(found.ok ? [] : found.error.map((one) => [one.code, one.found])).toEqual([
      ['VALUE_ABOVE_MAXIMUM', 'Infinity'],
    ]);
  });
});
