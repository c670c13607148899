export {
  type DirectoryChanges,
  project,
  type SchoolFact,
  type SchoolStates,
} from './school-directory.projection.js';
export { neighboursOf } from './uai-neighbours.js';
