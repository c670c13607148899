export { project, type PublicationRow } from './publication-register.projection.js';
