export { BrokenAssumption, err, ok, type Result, unreachable } from './result.js';
export { type Decider, fold } from './decider.js';
export { isPrintable } from './text.js';
export { isDay, isInstant } from './calendar.js';
export { checkLetterOf, parseUai, type Uai } from './uai.js';
export {
  endYearOf,
  firstDayOf,
  parseSchoolYear,
  type SchoolYear,
  schoolYearOfCampaign,
} from './school-year.js';
export {
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  format,
  multiply,
  round,
  subtract,
  zero,
} from './decimal.js';
export {
  type Actor,
  beginning,
  type Cause,
  causes,
  type DomainEvent,
  type EventMetadata,
  type NewEvent,
  position,
  type Position,
  type RecordedEvent,
} from './event.js';
export { type Codec, codecOf, type DecodeRefusal, versioned } from './versioned.js';
export { type AnswerConflict, type Bilingual, type Problem, type Said } from './problem.js';
export { canonicalJson, type CanonicalValue } from './canonical-json.js';
export { type Answers, type AnswerState, type AnswerValue, type Declaration } from './answer.js';
