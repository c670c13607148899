export {
  type DirectoryChanges,
  project,
  type SchoolFact,
  type SchoolRow,
  type SchoolStates,
} from './school-directory.projection.js';
export { type SchoolVersionRow } from './school-version.js';
export { neighboursOf } from './uai-neighbours.js';
