export { type ProjectionEvent } from './projection.events.js';
export {
  projection,
  type ProjectionCommand,
  type ProjectionRefusal,
  type ProjectionState,
} from './projection.decider.js';
export { projectionCodec } from './projection.codec.js';
