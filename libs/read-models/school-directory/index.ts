export { project, type SchoolRow, type SchoolRows } from './school-directory.projection.js';
export { neighboursOf } from './uai-neighbours.js';
