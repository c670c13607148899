export { name } from '#statistics';
