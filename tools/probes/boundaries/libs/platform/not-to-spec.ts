export { planted } from './planted.spec.js';
