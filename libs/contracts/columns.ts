/** How two spellings of a column are compared: without case, accents, blanks or punctuation. */
export const columnKey = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9#]+/g, '_')
    .replaceAll(/^_|_$/g, '');

/** A column whose name starts with `#` is a note for people: it is never read. */
export const isNote = (column: string): boolean => column.startsWith('#');
