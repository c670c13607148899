import { compileQuestionnaire, type Question, type Questionnaire } from '#domain/survey';
import type { Bilingual } from '#kernel';

const both = (text: string): Bilingual => ({ fr: text, en: text });

const question = (code: string, part: Partial<Question> & Pick<Question, 'type'>): Question => ({
  code,
  label: both(code),
  required: false,
  mayNotConcern: true,
  options: [],
  comparability: [],
  provenance: 'test',
  ...part,
});

const count = (code: string, part: Partial<Question> = {}): Question =>
  question(code, { type: 'integer', min: '0', max: '10000', ...part });

/** One question of each type, one skip, one warning. */
export const questionnaire: Questionnaire = {
  survey: 'etic-test',
  version: '2014',
  label: both('test'),
  degree: '1D',
  reconstructed: true,
  provenance: 'test',
  firstCampaign: 2012,
  sections: [
    {
      code: 'equipment',
      label: both('equipment'),
      questions: [
        count('nb_eleves', { required: true, mayNotConcern: false, preloaded: 'pupils' }),
        count('nb_ordinateurs_fixes'),
        question('surface', { type: 'decimal', min: '0', max: '100000', decimals: 1 }),
        question('ent_deploye', { type: 'boolean' }),
        question('ent_solution', {
          type: 'choice',
          options: [
            { code: 'netecole', label: both('NetEcole') },
            { code: 'autre', label: both('Autre') },
          ],
          askedWhen: 'ent_deploye',
        }),
        question('maintenance', {
          type: 'choices',
          options: [
            { code: 'collectivite', label: both('collectivité') },
            { code: 'academie', label: both('académie') },
          ],
        }),
        question('remarque', { type: 'text', maxLength: 200 }),
      ],
    },
  ],
  rules: [
    {
      code: 'eleves_par_ordinateur',
      severity: 'warning',
      violatedWhen: 'nb_eleves > 100 * nb_ordinateurs_fixes',
      questions: ['nb_eleves', 'nb_ordinateurs_fixes'],
      message: both('more than 100 pupils per computer'),
      allowed: both('at most 100 pupils per computer'),
      remedy: both('check, or justify'),
    },
  ],
};

export const compiled = compileQuestionnaire(questionnaire);
