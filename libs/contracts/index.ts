export {
  answersColumns,
  type AnswersLine,
  justificationColumn,
  parseAnswersLine,
  uaiColumn,
} from './answers-file.js';
export { columnKey, isNote } from './columns.js';
export { canonicalCsv, csvForSpreadsheet, type Separator, separators, splitRecord } from './csv.js';
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
export {
  manifestFile,
  manifestFormat,
  type ManifestAcademy,
  type ManifestTable,
  manifestText,
  parseManifest,
  parseSignature,
  previousFile,
  type PublicationManifest,
  signatureFile,
  signatureText,
} from './publication/manifest.js';
export { type InboundMessage, messageVersion } from './inbound/message.js';
export { type InboundReply, inboundReply, type ReplyProblem } from './inbound/reply.js';
export { readMessage } from './inbound/read-message.js';
export {
  deadLetterHeaders,
  deadLettersTopic,
  inboundTopic,
  repliesTopic,
} from './inbound/topics.js';
export { type Unreadable, unreadableCodes } from './inbound/unreadable.js';
