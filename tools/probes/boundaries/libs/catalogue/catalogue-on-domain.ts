export { name } from '#application';
