export {
  type Academy,
  type Catalogue,
  type ReferenceFigure,
  type Territories,
} from './catalogue.js';
export { loadCatalogue } from './load-catalogue.js';
export { breaksBetween, questionnaireOfCampaign, referencesFor, referencesOf } from './lookup.js';
export { type CatalogueFile, describeMistake } from './mistake.js';
export { readCatalogue, shippedCatalogue } from './read-catalogue.js';
