/** The position that present figures are read at: with several projectors, rows may be ahead of it (ADR-0028). */
export const figuresNow = `(select position from read_model.checkpoint where projection = 'figures')`;

/** Whether a version holds now, of a table that has `known_from` and `known_to`. */
export const holdsNow = (row: string): string =>
  `${row}.known_from <= ${figuresNow} and (${row}.known_to is null or ${row}.known_to > ${figuresNow})`;
