export { checkDemo, type DemoCheck, type DemoRow } from './check-demo.js';
export { type Contrast, contrastOf } from './contrast.js';
export { DemoRefused, DemoWouldMix, runDemo } from './run-demo.js';
