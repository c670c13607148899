export { name } from '#read-models';
