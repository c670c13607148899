import type { Bilingual, Problem } from '#kernel';

type Texts = {
  readonly message: Bilingual;
  readonly allowed: Bilingual;
  readonly remedy: Bilingual;
};

const text = (fr: string, en: string): Bilingual => ({ fr, en });

const refusal = (code: string, found: string, texts: Texts, field = ''): Problem => ({
  code,
  severity: 'error',
  field,
  found,
  ...texts,
});

const warning = (code: string, found: string, texts: Texts): Problem => ({
  ...refusal(code, found, texts),
  severity: 'warning',
});

/** Long or unprintable input is quoted in part: a report must stay readable. */
export const excerpt = (found: string): string => {
  const printable = found.replaceAll(/[\u0000-\u001F\u007F]/g, '␀');
  return printable.length <= 80 ? printable : `${printable.slice(0, 79)}…`;
};

const saveAsUtf8 = text(
  'Enregistrez le fichier au format « CSV UTF-8 », ou indiquez son encodage (--encoding ; par HTTP, ?encoding=).',
  'Save the file as “CSV UTF-8”, or name its encoding (--encoding; over HTTP, ?encoding=).',
);
const useTemplate = text(
  'Partez du modèle (observatory template) : son en-tête est celui que l’on attend.',
  'Start from the template (observatory template): its header is the expected one.',
);
const sendAgain = text(
  'Demandez de nouveau le fichier à qui l’a produit, ou exportez-le de nouveau.',
  'Export the file again, or ask for it again.',
);
const correctLine = text(
  'Corrigez cette ligne et envoyez de nouveau le fichier : les autres lignes ne changeront pas.',
  'Correct this line and send the file again: the other lines will not change.',
);

export const fileEmpty = (): Problem =>
  refusal('FILE_EMPTY', '0 byte', {
    message: text('Le fichier est vide.', 'The file is empty.'),
    allowed: text(
      'un en-tête, puis une ligne par école',
      'a header, then one line for each school',
    ),
    remedy: sendAgain,
  });

export const fileHeaderOnly = (): Problem =>
  warning('FILE_HEADER_ONLY', 'header', {
    message: text(
      'Le fichier n’a que son en-tête : rien n’a été importé.',
      'The file has a header and nothing else: nothing was imported.',
    ),
    allowed: text(
      'une ligne par école après l’en-tête',
      'one line for each school after the header',
    ),
    remedy: sendAgain,
  });

export const utf16WithoutMark = (): Problem =>
  refusal('ENCODING_UTF16_WITHOUT_MARK', 'UTF-16', {
    message: text(
      'Le fichier est en UTF-16 sans marque d’ordre des octets.',
      'The file is UTF-16 without a byte order mark.',
    ),
    allowed: text('UTF-8, ou UTF-16 avec sa marque', 'UTF-8, or UTF-16 with its mark'),
    remedy: saveAsUtf8,
  });

export const notUtf8 = (line: number): Problem =>
  refusal('ENCODING_NOT_UTF8', `line ${String(line)}: Windows-1252`, {
    message: text(
      `Le fichier n’est pas en UTF-8 : il semble en Windows-1252 (Latin-1), dès la ligne ${String(line)}.`,
      `The file is not UTF-8: it looks like Windows-1252 (Latin-1), from line ${String(line)} on.`,
    ),
    allowed: text('UTF-8', 'UTF-8'),
    remedy: saveAsUtf8,
  });

export const binaryFile = (kind: string): Problem =>
  refusal('FILE_NOT_TEXT', kind, {
    message: text(
      `Le fichier n’est pas un texte : c’est un fichier ${kind}.`,
      `The file is not a text: it is a ${kind} file.`,
    ),
    allowed: text('CSV ou NDJSON', 'CSV or NDJSON'),
    remedy: text(
      'Ouvrez-le avec le programme qui l’a produit et enregistrez-le au format « CSV UTF-8 ».',
      'Open it with the program that made it and save it as “CSV UTF-8”.',
    ),
  });

export const separatorUnknown = (header: string): Problem =>
  refusal('SEPARATOR_UNKNOWN', excerpt(header), {
    message: text(
      'L’en-tête ne se découpe en colonnes connues par aucun séparateur.',
      'No separator splits the header into known columns.',
    ),
    allowed: text('point-virgule, virgule ou tabulation', 'semicolon, comma or tab'),
    remedy: useTemplate,
  });

export const columnMissing = (column: string): Problem =>
  refusal(
    'COLUMN_MISSING',
    '',
    {
      message: text(
        `La colonne « ${column} » manque dans l’en-tête.`,
        `The column “${column}” is missing from the header.`,
      ),
      allowed: text(
        'toutes les colonnes du modèle ; une cellule vide veut dire « sans réponse »',
        'every column of the template; an empty cell means “no answer”',
      ),
      remedy: useTemplate,
    },
    column,
  );

export const columnUnknown = (column: string, nearest: string | undefined): Problem =>
  refusal(
    'COLUMN_UNKNOWN',
    excerpt(column),
    {
      message: text(
        `La colonne « ${excerpt(column)} » n’est pas une colonne de ce questionnaire.`,
        `The column “${excerpt(column)}” is not a column of this questionnaire.`,
      ),
      allowed: text(
        'les colonnes du modèle, et des colonnes de notes dont le nom commence par #',
        'the columns of the template, and columns of notes whose name starts with #',
      ),
      remedy:
        nearest === undefined
          ? text(
              'Ôtez la colonne, ou faites commencer son nom par # : elle ne sera pas lue.',
              'Remove the column, or start its name with #: it will not be read.',
            )
          : text(`Vouliez-vous dire « ${nearest} » ?`, `Did you mean “${nearest}”?`),
    },
    excerpt(column),
  );

export const columnRepeated = (column: string): Problem =>
  refusal(
    'COLUMN_REPEATED',
    column,
    {
      message: text(
        `La colonne « ${column} » est deux fois dans l’en-tête.`,
        `The column “${column}” is twice in the header.`,
      ),
      allowed: text('chaque colonne une fois', 'each column once'),
      remedy: text('Gardez celle des deux qui est bonne.', 'Keep the right one of the two.'),
    },
    column,
  );

export const headerRepeated = (): Problem =>
  refusal('HEADER_REPEATED', 'header', {
    message: text(
      'L’en-tête est répété : deux fichiers ont sans doute été mis bout à bout.',
      'The header is repeated: two files were probably put end to end.',
    ),
    allowed: text('un seul en-tête, en première ligne', 'one header, on the first line'),
    remedy: text(
      'Ôtez cette ligne ; les autres ont été lues.',
      'Remove this line; the others were read.',
    ),
  });

export const quotesUnbalanced = (line: number, column: number): Problem =>
  refusal('QUOTES_UNBALANCED', `column ${String(column)}`, {
    message: text(
      `Le guillemet ouvert ligne ${String(line)}, colonne ${String(column)} ne se referme pas comme il faut.`,
      `The quote opened on line ${String(line)}, column ${String(column)} is not closed properly.`,
    ),
    allowed: text(
      'une cellule entre guillemets, ses guillemets doublés : "l’""école"""',
      'a cell between quotes, its own quotes doubled: "the ""school"""',
    ),
    remedy: correctLine,
  });

export const lineTooLong = (limit: number): Problem =>
  refusal('LINE_TOO_LONG', `> ${String(limit)}`, {
    message: text(
      `La ligne dépasse ${String(limit)} caractères : ce n’est sans doute pas un fichier de lignes.`,
      `The line exceeds ${String(limit)} characters: this is probably not a file of lines.`,
    ),
    allowed: text(`${String(limit)} caractères par ligne`, `${String(limit)} characters a line`),
    remedy: correctLine,
  });

export const characterBroken = (column: number): Problem =>
  refusal('CHARACTER_BROKEN', `character ${String(column)}`, {
    message: text(
      `Le caractère ${String(column)} de la ligne est abîmé : ses octets ne sont pas de l’UTF-8.`,
      `Character ${String(column)} of the line is broken: its bytes are not UTF-8.`,
    ),
    allowed: text('des caractères UTF-8', 'UTF-8 characters'),
    remedy: saveAsUtf8,
  });

export const characterNul = (column: number): Problem =>
  refusal('CHARACTER_NUL', `character ${String(column)}`, {
    message: text(
      `Le caractère ${String(column)} de la ligne est un caractère nul.`,
      `Character ${String(column)} of the line is a NUL character.`,
    ),
    allowed: text('des caractères de texte', 'text characters'),
    remedy: sendAgain,
  });

export const lineTruncated = (found: number, expected: number): Problem =>
  refusal('LINE_TRUNCATED', `${String(found)} cells`, {
    message: text(
      `La dernière ligne est coupée : ${String(found)} cellules au lieu de ${String(expected)}, sans fin de ligne.`,
      `The last line is cut: ${String(found)} cells instead of ${String(expected)}, and no line end.`,
    ),
    allowed: text(`${String(expected)} cellules`, `${String(expected)} cells`),
    remedy: sendAgain,
  });

export const lastLineUnended = (): Problem =>
  warning('LAST_LINE_UNENDED', '', {
    message: text(
      'La dernière ligne n’a pas de fin de ligne : elle a été lue, mais elle est peut-être coupée.',
      'The last line has no line end: it was read, but it may be cut.',
    ),
    allowed: text('une fin de ligne après chaque ligne', 'a line end after each line'),
    remedy: text('Vérifiez la dernière école du fichier.', 'Check the last school of the file.'),
  });

export const cellCountWrong = (found: number, expected: number): Problem =>
  refusal('CELL_COUNT_WRONG', `${String(found)} cells`, {
    message: text(
      `La ligne a ${String(found)} cellules, l’en-tête en a ${String(expected)}.`,
      `The line has ${String(found)} cells, the header has ${String(expected)}.`,
    ),
    allowed: text(`${String(expected)} cellules`, `${String(expected)} cells`),
    remedy: text(
      'Mettez entre guillemets les textes qui contiennent le séparateur, puis envoyez de nouveau le fichier.',
      'Put texts that hold the separator between quotes, then send the file again.',
    ),
  });

export const jsonMalformed = (found: string, reason: string): Problem =>
  refusal('JSON_MALFORMED', excerpt(found), {
    message: text(
      `La ligne n’est pas l’objet JSON attendu : ${reason}.`,
      `The line is not the expected JSON object: ${reason}.`,
    ),
    allowed: text(
      '{"uai":"…","answers":{…},"notConcerned":[…],"justifications":[{"rule":"…","text":"…"}]}',
      '{"uai":"…","answers":{…},"notConcerned":[…],"justifications":[{"rule":"…","text":"…"}]}',
    ),
    remedy: correctLine,
  });

export const duplicateInFile = (uai: string, firstLine: number): Problem =>
  refusal(
    'DUPLICATE_IN_FILE',
    uai,
    {
      message: text(
        `L’école ${uai} est déjà ligne ${String(firstLine)}, avec d’autres réponses ou refusée.`,
        `School ${uai} is on line ${String(firstLine)} already, with other answers or refused.`,
      ),
      allowed: text('une ligne par école', 'one line for each school'),
      remedy: text(
        'Ne gardez que la bonne ligne, puis envoyez de nouveau le fichier.',
        'Keep the right line only, then send the file again.',
      ),
    },
    'uai',
  );

export const schoolsTooMany = (limit: number): Problem =>
  refusal('SCHOOLS_TOO_MANY', `> ${String(limit)}`, {
    message: text(
      `Le fichier nomme plus de ${String(limit)} écoles : la suite n’a pas été lue.`,
      `The file names more than ${String(limit)} schools: the rest was not read.`,
    ),
    allowed: text(`${String(limit)} écoles par fichier`, `${String(limit)} schools a file`),
    remedy: text('Découpez le fichier.', 'Split the file.'),
  });

export const uaiMalformed = (found: string): Problem =>
  refusal(
    'UAI_MALFORMED',
    excerpt(found),
    {
      message: text(
        `« ${excerpt(found)} » n’est pas un numéro UAI.`,
        `“${excerpt(found)}” is not a UAI.`,
      ),
      allowed: text(
        'sept chiffres et une lettre : 0131884C',
        'seven digits and a letter: 0131884C',
      ),
      remedy: text(
        'Un tableur ôte parfois le zéro de tête : mettez la colonne uai au format texte.',
        'Spreadsheets may drop the leading zero: format the uai column as text.',
      ),
    },
    'uai',
  );

export const uaiCheckLetterWrong = (found: string, expected: string): Problem =>
  refusal(
    'UAI_CHECK_LETTER_WRONG',
    excerpt(found),
    {
      message: text(
        `La lettre de contrôle de « ${excerpt(found)} » est fausse : avec ces chiffres, ce serait ${expected}.`,
        `The check letter of “${excerpt(found)}” is wrong: these digits would make ${expected}.`,
      ),
      allowed: text(
        'la lettre que donnent les sept chiffres',
        'the letter that the seven digits give',
      ),
      remedy: text(
        `Vérifiez les chiffres ; s’ils sont justes, écrivez ${expected}.`,
        `Check the digits; if they are right, write ${expected}.`,
      ),
    },
    'uai',
  );

/** The same problem, with the schools that the author may have meant. */
export const uaiSuggested = (problem: Problem, schools: readonly string[]): Problem =>
  schools.length === 0
    ? problem
    : {
        ...problem,
        remedy: text(
          `${problem.remedy.fr} Écoles connues les plus proches : ${schools.join(', ')}.`,
          `${problem.remedy.en} Nearest known schools: ${schools.join(', ')}.`,
        ),
      };
