import type { Bilingual } from '#kernel';

import type { Option, Question, Questionnaire } from '#domain/survey';

const label = (text: string): Bilingual => ({ fr: text, en: text });
const option = (code: string, fr: string): Option => ({ code, label: { fr, en: code } });

const question = (part: Partial<Question> & Pick<Question, 'code' | 'type'>): Question => ({
  label: label(part.code),
  required: false,
  mayNotConcern: false,
  options: [],
  comparability: [],
  provenance: 'essai',
  ...part,
});

/** A questionnaire with one question of every kind, for specs. */
export const trial: Questionnaire = {
  survey: 'essai',
  version: '1',
  label: label('Essai'),
  degree: '1D',
  reconstructed: true,
  provenance: 'essai',
  firstCampaign: 2014,
  sections: [
    {
      code: 'tout',
      label: label('Tout'),
      questions: [
        question({
          code: 'nb_eleves',
          type: 'integer',
          min: '0',
          max: '2000',
          required: true,
          preloaded: 'pupils',
        }),
        question({ code: 'nb_ordinateurs', type: 'integer', min: '0', max: '10000' }),
        question({
          code: 'nb_recents',
          type: 'integer',
          min: '0',
          max: '10000',
          mayNotConcern: true,
        }),
        question({ code: 'surface', type: 'decimal', min: '-5', max: '1000', decimals: 2 }),
        question({ code: 'ent_deploye', type: 'boolean', mayNotConcern: true }),
        question({
          code: 'ent_solution',
          type: 'choice',
          askedWhen: 'ent_deploye',
          options: [
            option('atrium', 'ATRIUM'),
            option('ent_ecole', 'ENT-école'),
            option('autre', 'Autre, précisez'),
          ],
        }),
        question({
          code: 'maintenance',
          type: 'choices',
          options: [
            option('collectivite', 'La collectivité'),
            option('academie', 'L’académie'),
            option('prestataire', 'Un prestataire'),
          ],
        }),
        question({ code: 'remarque', type: 'text', maxLength: 20 }),
      ],
    },
  ],
  rules: [
    {
      code: 'recents_au_plus_total',
      severity: 'error',
      violatedWhen: 'nb_recents > nb_ordinateurs',
      questions: ['nb_recents', 'nb_ordinateurs'],
      message: {
        fr: 'Plus de récents que d’ordinateurs.',
        en: 'More recent computers than computers.',
      },
      allowed: { fr: 'au plus le total', en: 'at most the total' },
      remedy: { fr: 'Corrigez.', en: 'Correct one.' },
    },
    {
      code: 'evolution_eleves',
      severity: 'warning',
      violatedWhen: 'nb_eleves > 3 * previous(nb_eleves) or 3 * nb_eleves < previous(nb_eleves)',
      questions: ['nb_eleves'],
      message: {
        fr: 'Le nombre d’élèves a plus que triplé.',
        en: 'The number of pupils has more than tripled.',
      },
      allowed: { fr: 'au plus le triple', en: 'at most three times' },
      remedy: { fr: 'Vérifiez ou justifiez.', en: 'Check or justify.' },
    },
  ],
};
