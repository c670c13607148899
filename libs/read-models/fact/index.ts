export { type Fact } from './fact.js';
