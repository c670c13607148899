export {
  type DeadLetter,
  type DeadLetterFilter,
  deadLetters,
  matches,
  retryDeadLetters,
} from './dead-letters.js';
export { type Intake, type IntakeObserver, startIntake } from './intake.js';
export { type TakenIn } from './take-in.js';
export { intakeTopics, type IntakeTopics } from './topics.js';
