export { START as default } from '@kurrent/kurrentdb-client';
