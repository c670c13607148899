export { name } from '#postgres';
