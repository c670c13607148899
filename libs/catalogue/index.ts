export {
  type AcademicRegion,
  type Academy,
  type Catalogue,
  type Department,
  type ReferenceFigure,
  type Territories,
} from './catalogue.js';
