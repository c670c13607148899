import type { Bilingual, Problem } from '#kernel';

import { excerpt } from './file.problems.js';

type Expected = {
  readonly code: string;
  readonly field: string;
  readonly what: Bilingual;
  readonly allowed: Bilingual;
  readonly remedy: Bilingual;
};

const correctSource: Bilingual = {
  fr: 'Corrigez la valeur dans le fichier, ou signalez-la au producteur des données.',
  en: 'Correct the value in the file, or report it to the producer of the data.',
};

const valueRefused =
  ({ code, field, what, allowed, remedy }: Expected) =>
  (found: string): Problem => ({
    code,
    severity: 'error',
    field,
    found: excerpt(found),
    allowed,
    remedy,
    message:
      found.trim() === ''
        ? { fr: `${what.fr} manque.`, en: `${what.en} is missing.` }
        : {
            fr: `${what.fr} « ${excerpt(found)} » n’est pas reconnu(e).`,
            en: `${what.en} “${excerpt(found)}” is not recognised.`,
          },
  });

export const schoolNameMissing = valueRefused({
  code: 'SCHOOL_NAME_MISSING',
  field: 'name',
  what: { fr: 'Le nom de l’école', en: 'The name of the school' },
  allowed: { fr: 'un nom', en: 'a name' },
  remedy: correctSource,
});

export const schoolTypeUnknown = valueRefused({
  code: 'SCHOOL_TYPE_UNKNOWN',
  field: 'schoolType',
  what: { fr: 'Le type ou la nature', en: 'The type or nature' },
  allowed: {
    fr: 'ECOLE, COLLEGE, LEGT, LP, LPO, EREA, AUTRE, ou un code de nature connu',
    en: 'ECOLE, COLLEGE, LEGT, LP, LPO, EREA, AUTRE, or a known code of nature',
  },
  remedy: correctSource,
});

export const sectorUnknown = valueRefused({
  code: 'SECTOR_UNKNOWN',
  field: 'sector',
  what: { fr: 'Le secteur', en: 'The sector' },
  allowed: { fr: 'public (PU) ou privé (PR)', en: 'public (PU) or private (PR)' },
  remedy: correctSource,
});

export const departmentUnknown = valueRefused({
  code: 'DEPARTMENT_UNKNOWN',
  field: 'department',
  what: { fr: 'Le département', en: 'The département' },
  allowed: {
    fr: 'un département du catalogue : 013, 02A, 974',
    en: 'a département of the catalogue: 013, 02A, 974',
  },
  remedy: {
    fr: 'Écrivez le code du département ; la Corse s’écrit 02A ou 02B.',
    en: 'Write the code of the département; Corsica is 02A or 02B.',
  },
});

export const communeUnknown = valueRefused({
  code: 'COMMUNE_MALFORMED',
  field: 'communeCode',
  what: { fr: 'Le code de la commune', en: 'The code of the commune' },
  allowed: { fr: 'cinq caractères : 13055, 2A004', en: 'five characters: 13055, 2A004' },
  remedy: {
    fr: 'Un tableur ôte parfois le zéro de tête : mettez la colonne au format texte.',
    en: 'Spreadsheets may drop the leading zero: format the column as text.',
  },
});

export const pupilsNotCounted = valueRefused({
  code: 'PUPILS_NOT_COUNTED',
  field: 'pupils',
  what: { fr: 'Le nombre d’élèves', en: 'The number of pupils' },
  allowed: {
    fr: 'un nombre entier de 0 à 20 000, ou rien',
    en: 'a whole number from 0 to 20,000, or nothing',
  },
  remedy: correctSource,
});

export const indexMalformed = valueRefused({
  code: 'SOCIAL_POSITION_INDEX_MALFORMED',
  field: 'socialPositionIndex',
  what: { fr: 'L’indice de position sociale', en: 'The social position index' },
  allowed: { fr: 'un nombre décimal : 91.5, ou rien', en: 'a decimal number: 91.5, or nothing' },
  remedy: correctSource,
});

export const dateMalformed = (field: string) =>
  valueRefused({
    code: 'DATE_MALFORMED',
    field,
    what: { fr: 'La date', en: 'The date' },
    allowed: { fr: 'une date AAAA-MM-JJ', en: 'a date YYYY-MM-DD' },
    remedy: correctSource,
  });

export const schoolYearMalformed = valueRefused({
  code: 'SCHOOL_YEAR_MALFORMED',
  field: 'schoolYear',
  what: { fr: 'L’année scolaire', en: 'The school year' },
  allowed: { fr: 'deux années qui se suivent : 2022-2023', en: 'two years in a row: 2022-2023' },
  remedy: {
    fr: 'Corrigez la colonne, ou indiquez l’année du fichier (--year 2022-2023).',
    en: 'Correct the column, or give the year of the file (--year 2022-2023).',
  },
});

/** A département belongs to one académie at a time: a source that says another is wrong or misread. */
export const academyMismatch = (
  stated: string,
  department: string,
  expected: readonly string[],
): Problem => ({
  code: 'ACADEMY_MISMATCH',
  severity: 'error',
  field: 'academy',
  found: excerpt(stated),
  allowed: { fr: expected.join(', '), en: expected.join(', ') },
  remedy: {
    fr: 'Vérifiez le code du département et celui de l’académie.',
    en: 'Check the codes of the département and of the académie.',
  },
  message: {
    fr: `Le département ${department} n’a jamais été de l’académie « ${excerpt(stated)} ».`,
    en: `Département ${department} was never part of the académie “${excerpt(stated)}”.`,
  },
});
