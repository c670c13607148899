export {
  type Channel,
  everyWarning,
  type Justification,
  type ResponseEvent,
} from './response.events.js';
export { differingQuestions } from './declaration.js';
export { type Circumstances } from './circumstances.js';
export { isReturnEvent, type ReturnEvent } from './returns.js';
export {
  response,
  type ResponseCommand,
  type ResponseRefusal,
  type ResponseState,
} from './response.decider.js';
export { responseCodec } from './response.codec.js';
