export { one } from './no-circular.js';
export const other = 2;
