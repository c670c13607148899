export { type Observatory } from '#platform/composition';
