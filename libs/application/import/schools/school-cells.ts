import type { SchoolField } from '#contracts';

/** What a row says, by field; empty where the file has no such column. */
export type SchoolCells = (field: SchoolField) => string;
