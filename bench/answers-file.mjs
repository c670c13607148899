// A synthetic file of answers: every question of a questionnaire, one line for each school.
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

import { checkLetterOf } from '#kernel';

const uaiOf = (index) => {
  const digits = String(1_000_000 + index);
  return digits + checkLetterOf(digits);
};

const choiceOf = ({ options }, index) => options[(index % (options.length - 1)) + 1].code;

const cellOf = (question, index) => {
  if (question.preloaded === 'pupils') return String(300 + (index % 200));
  switch (question.type) {
    case 'boolean':
      return 'oui';
    case 'choice':
      return choiceOf(question, index);
    case 'choices':
      return question.options
        .slice(0, 3)
        .map(({ code }) => code)
        .join('|');
    case 'text':
      return 'Réponse synthétique, faite pour une mesure de débit.';
    default:
      return String(20 + (index % 7));
  }
};

/** Synthetic schools, as a campaign that has opened lists them. */
export const respondents = (count) =>
  new Map(
    Array.from({ length: count }, (_, index) => {
      const uai = uaiOf(index);
      const school = {
        uai,
        name: `Synthetic school ${index}`,
        schoolType: 'COLLEGE',
        sector: 'PU',
      };
      const place = { degree: '2D', department: '013', academy: '02', pupils: 400 };
      return [uai, { ...school, ...place }];
    }),
  );

/** Writes the file; its lines break no rule of the questionnaire. */
export const writeAnswersFile = async (path, compiled, count) => {
  const file = createWriteStream(path);
  file.write(`uai;${compiled.codes.join(';')};justification\n`);
  for (let index = 0; index < count; index += 1) {
    const cells = compiled.questions.map(({ question }) => cellOf(question, index));
    if (!file.write(`${uaiOf(index)};${cells.join(';')};\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
};
