export {
  type AcademicRegion,
  type Academy,
  type Catalogue,
  type Department,
  type ReferenceFigure,
  type Territories,
} from './catalogue.js';
export { loadCatalogue } from './load-catalogue.js';
export {
  breaksBetween,
  questionnaireOfCampaign,
  referencesFor,
  referencesOf,
  type ReferenceQuery,
} from './lookup.js';
export {
  type CatalogueFile,
  type CatalogueMistake,
  describeMistake,
  type FileKind,
} from './mistake.js';
export { readCatalogue, shippedCatalogue } from './read-catalogue.js';
