export { name } from '#domain/response';
