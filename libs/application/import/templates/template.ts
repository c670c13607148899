import { answersColumns, csvForSpreadsheet, justificationColumn, uaiColumn } from '#contracts';
import {
  allowedBy,
  type Question,
  type Questionnaire,
  questionsOf,
  type Section,
} from '#domain/survey';

/** The header of a questionnaire's answers file, ready for a French spreadsheet: UTF-8 with mark, `;`. */
export const templateCsv = (questionnaire: Questionnaire): string =>
  csvForSpreadsheet([answersColumns(questionsOf(questionnaire).map(({ code }) => code))]);

type Row = Readonly<Record<string, string>>;

const yesNo = (is: boolean): string => (is ? 'oui' : 'non');

const optionsIn = ({ options }: Question, language: 'fr' | 'en'): string =>
  options.map(({ code, label }) => `${code} = ${label[language]}`).join(' | ');

const comparabilityOf = ({ comparability }: Question): string =>
  comparability
    .map(({ with: version, status, reason }) =>
      [`${version} : ${status}`, reason?.fr].filter(Boolean).join(', '),
    )
    .join(' | ');

const inWords = (question: Question): Row => {
  const { label, help, unit } = question;
  const allowed = allowedBy(question);
  return {
    libelle_fr: label.fr,
    libelle_en: label.en,
    aide_fr: help?.fr ?? '',
    aide_en: help?.en ?? '',
    unite_fr: unit?.fr ?? '',
    unite_en: unit?.en ?? '',
    valeurs_admises_fr: allowed.fr,
    valeurs_admises_en: allowed.en,
    options_fr: optionsIn(question, 'fr'),
    options_en: optionsIn(question, 'en'),
  };
};

const inRules = (question: Question): Row => {
  const { type, min, max, decimals, maxLength, required, mayNotConcern } = question;
  return {
    type,
    minimum: min ?? '',
    maximum: max ?? '',
    decimales: String(decimals ?? ''),
    longueur_maximale: String(maxLength ?? ''),
    obligatoire: yesNo(required),
    non_concerne_admis: yesNo(mayNotConcern),
    posee_si: question.askedWhen ?? '',
    preremplie_par: question.preloaded ?? '',
    comparabilite: comparabilityOf(question),
    provenance: question.provenance,
  };
};

const questionRow = (section: Section, question: Question): Row => ({
  code: question.code,
  section_fr: section.label.fr,
  section_en: section.label.en,
  ...inWords(question),
  ...inRules(question),
});

const uaiRow: Row = {
  code: uaiColumn,
  libelle_fr: 'Numéro UAI de l’école ou de l’établissement',
  libelle_en: 'UAI of the school',
  valeurs_admises_fr: 'sept chiffres et une lettre de contrôle : 0131884C',
  valeurs_admises_en: 'seven digits and a check letter: 0131884C',
  type: 'text',
  obligatoire: 'oui',
  non_concerne_admis: 'non',
};

const justificationRow: Row = {
  code: justificationColumn,
  libelle_fr: 'Ce qui explique les valeurs surprenantes de la ligne',
  libelle_en: 'What explains the surprising values of the line',
  valeurs_admises_fr: 'un texte ; la colonne peut manquer',
  valeurs_admises_en: 'a text; the column may be absent',
  type: 'text',
  obligatoire: 'non',
  non_concerne_admis: 'non',
};

const columns = [
  'code',
  'section_fr',
  'section_en',
  'libelle_fr',
  'libelle_en',
  'aide_fr',
  'aide_en',
  'type',
  'unite_fr',
  'unite_en',
  'valeurs_admises_fr',
  'valeurs_admises_en',
  'minimum',
  'maximum',
  'decimales',
  'longueur_maximale',
  'options_fr',
  'options_en',
  'obligatoire',
  'non_concerne_admis',
  'posee_si',
  'preremplie_par',
  'comparabilite',
  'provenance',
] as const;

/** One line for each column of the template, with everything that decides what its cells may hold. */
export const dictionaryCsv = (questionnaire: Questionnaire): string => {
  const questions = questionnaire.sections.flatMap((section) =>
    section.questions.map((question) => questionRow(section, question)),
  );
  const rows = [uaiRow, ...questions, justificationRow];
  return csvForSpreadsheet([
    columns,
    ...rows.map((row) => columns.map((column) => row[column] ?? '')),
  ]);
};
