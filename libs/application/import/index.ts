export { type AnswersImport } from './answers/import-answers.js';
export { type Patience } from './answers/patience.js';
export { importResponses } from './import-responses.js';
export { type Lane, laneThrough, serveLane, type SubmitRows, throughLanes } from './lanes/lane.js';
export { submitMany } from '../responses/submit-many.js';
export { readSchools, type SchoolsReading } from './schools/read-schools.js';
export { exampleCsv } from './templates/example.js';
export { dictionaryCsv, templateCsv } from './templates/template.js';
export { type Encoding, encodings } from './text/encoding.js';
