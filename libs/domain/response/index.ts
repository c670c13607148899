export {
  type AnswerChange,
  type Channel,
  channels,
  type Justification,
  type ResponseEvent,
} from './response.events.js';
