export {
  answersColumns,
  justificationColumn,
  parseAnswersLine,
  uaiColumn,
} from './answers-file.js';
export { columnKey, isNote } from './columns.js';
export { csvForSpreadsheet, type Separator, separators, splitRecord } from './csv.js';
export {
  binaryFile,
  cellCountWrong,
  characterBroken,
  characterNul,
  columnMissing,
  columnRepeated,
  columnUnknown,
  duplicateInFile,
  fileEmpty,
  fileHeaderOnly,
  headerRepeated,
  jsonMalformed,
  lastLineUnended,
  lineTooLong,
  lineTruncated,
  notUtf8,
  quotesUnbalanced,
  schoolsTooMany,
  separatorUnknown,
  uaiCheckLetterWrong,
  uaiMalformed,
  uaiSuggested,
  utf16WithoutMark,
} from './file.problems.js';
export {
  exclusionsByNature,
  natures,
  type NotASchool,
  schoolColumns,
  type SchoolField,
  schoolFields,
  type SchoolsFormat,
  schoolsFormats,
  sectorWords,
  typeWords,
} from './schools-file.js';
export {
  academyMismatch,
  communeUnknown,
  dateMalformed,
  departmentUnknown,
  indexMalformed,
  pupilsNotCounted,
  schoolNameMissing,
  schoolTypeUnknown,
  schoolYearMalformed,
  sectorUnknown,
} from './schools.problems.js';
export {
  type ImportSummary,
  reportColumns,
  type ReportLine,
  reportLineJson,
  reportRecords,
} from './report.js';
