export { api } from '../api/main.js';
