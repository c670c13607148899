export { type AnswersImport } from './answers/import-answers.js';
export { type Patience } from './answers/patience.js';
export { importResponses } from './import-responses.js';
export { type Lane, laneThrough, serveLane, throughLanes } from './lanes/lane.js';
export { readSchools, type SchoolsReading } from './schools/read-schools.js';
export { type SubmitRecords, submittingRecords } from './submit-records.js';
export { exampleCsv } from './templates/example.js';
export { dictionaryCsv, templateCsv } from './templates/template.js';
export { type Encoding, encodings } from './text/encoding.js';
