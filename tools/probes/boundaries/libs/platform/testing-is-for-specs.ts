export { name } from '#testing';
