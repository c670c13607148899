export { name } from '#domain/survey';
