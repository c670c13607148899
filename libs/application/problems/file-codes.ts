import type { Bilingual } from '#kernel';

/** Every code that reading a file gives, and what it means. */
export const fileCodes = {
  FILE_EMPTY: { fr: 'Le fichier est vide.', en: 'The file is empty.' },
  FILE_HEADER_ONLY: {
    fr: 'Le fichier n’a que son en-tête.',
    en: 'The file has a header and nothing else.',
  },
  FILE_NOT_TEXT: { fr: 'Le fichier n’est pas un texte.', en: 'The file is not a text.' },
  ENCODING_NOT_UTF8: { fr: 'Le fichier n’est pas en UTF-8.', en: 'The file is not UTF-8.' },
  ENCODING_UTF16_WITHOUT_MARK: {
    fr: 'Le fichier est en UTF-16 sans marque d’ordre des octets.',
    en: 'The file is UTF-16 without a byte order mark.',
  },
  SEPARATOR_UNKNOWN: {
    fr: 'Aucun séparateur connu ne découpe l’en-tête.',
    en: 'No known separator splits the header.',
  },
  COLUMN_MISSING: { fr: 'Une colonne manque.', en: 'A column is missing.' },
  COLUMN_UNKNOWN: { fr: 'Une colonne est inconnue.', en: 'A column is unknown.' },
  COLUMN_REPEATED: {
    fr: 'Une colonne est présente deux fois.',
    en: 'A column is there twice.',
  },
  HEADER_REPEATED: {
    fr: 'L’en-tête revient au milieu du fichier.',
    en: 'The header comes again inside the file.',
  },
  CELL_COUNT_WRONG: {
    fr: 'La ligne a trop ou trop peu de cellules.',
    en: 'The line has too many or too few cells.',
  },
  QUOTES_UNBALANCED: {
    fr: 'Des guillemets ne sont pas refermés.',
    en: 'Quotes are not closed.',
  },
  CHARACTER_BROKEN: {
    fr: 'Un caractère est illisible dans l’encodage du fichier.',
    en: 'A character cannot be read in the encoding of the file.',
  },
  CHARACTER_NUL: {
    fr: 'La ligne contient un caractère nul.',
    en: 'The line holds a NUL character.',
  },
  LINE_TOO_LONG: { fr: 'La ligne est trop longue.', en: 'The line is too long.' },
  LINE_TRUNCATED: { fr: 'La dernière ligne est coupée.', en: 'The last line is cut.' },
  LAST_LINE_UNENDED: {
    fr: 'La dernière ligne n’a pas de fin de ligne : elle est peut-être coupée.',
    en: 'The last line has no line end: it may be cut.',
  },
  JSON_MALFORMED: {
    fr: 'La ligne n’est pas un objet JSON bien formé.',
    en: 'The line is not a well-formed JSON object.',
  },
  DUPLICATE_IN_FILE: {
    fr: 'La même école est présente deux fois avec des réponses différentes.',
    en: 'The same school is there twice with different answers.',
  },
  SCHOOLS_TOO_MANY: {
    fr: 'Le fichier cite plus d’écoles qu’un import n’en admet.',
    en: 'The file names more schools than an import takes.',
  },
  UAI_MALFORMED: {
    fr: 'Le texte n’a pas la forme d’un UAI.',
    en: 'The text does not have the shape of a UAI.',
  },
  UAI_CHECK_LETTER_WRONG: {
    fr: 'La lettre de contrôle de l’UAI ne correspond pas à ses chiffres.',
    en: 'The check letter of the UAI does not go with its digits.',
  },
  SCHOOL_NAME_MISSING: { fr: 'L’école n’a pas de nom.', en: 'The school has no name.' },
  SCHOOL_TYPE_UNKNOWN: {
    fr: 'Le type de l’école est inconnu.',
    en: 'The type of the school is unknown.',
  },
  SECTOR_UNKNOWN: {
    fr: 'Le secteur, public ou privé, est inconnu.',
    en: 'The sector, public or private, is unknown.',
  },
  COMMUNE_MALFORMED: {
    fr: 'Le code de la commune n’a pas la forme attendue.',
    en: 'The code of the commune does not have the expected shape.',
  },
  DEPARTMENT_UNKNOWN: { fr: 'Le département est inconnu.', en: 'The department is unknown.' },
  ACADEMY_MISMATCH: {
    fr: 'Le département n’appartient pas à cette académie.',
    en: 'The department does not belong to this académie.',
  },
  PUPILS_NOT_COUNTED: {
    fr: 'L’effectif n’est pas un nombre d’élèves.',
    en: 'The head count is not a number of pupils.',
  },
  SCHOOL_YEAR_MALFORMED: {
    fr: 'Le texte n’est pas une année scolaire.',
    en: 'The text is not a school year.',
  },
  DATE_MALFORMED: { fr: 'Le texte n’est pas une date.', en: 'The text is not a date.' },
  SOCIAL_POSITION_INDEX_MALFORMED: {
    fr: 'L’indice de position sociale n’est pas un nombre.',
    en: 'The social position index is not a number.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
