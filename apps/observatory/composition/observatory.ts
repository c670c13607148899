export { type Observatory, openObservatory } from '#platform/composition';
