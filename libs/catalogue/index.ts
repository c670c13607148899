export { type AcademicMap, academicMap, academyThen } from './academic-map.js';
export {
  type Academy,
  type Catalogue,
  type ReferenceFigure,
  type Territories,
} from './catalogue.js';
export { fingerprintsOf } from './fingerprint.js';
export { versionsByKey } from './indicators.js';
export { loadCatalogue } from './load-catalogue.js';
export {
  definitionOf,
  questionnaireOfCampaign,
  referencesFor,
  referencesOf,
  versionsOf,
} from './lookup.js';
export { changesSince, previousVersion, type QuestionChange } from './questionnaire-changes.js';
export {
  type Break,
  type DefinitionChoice,
  type Series,
  seriesFinder,
  type SeriesFinder,
} from './series.js';
export { type CatalogueFile, describeMistake } from './mistake.js';
export {
  type Candidate,
  readCandidate,
  readCatalogue,
  shippedCatalogue,
} from './read-catalogue.js';
