export { eventOfMessage } from './event-of-message.js';
export { integrationMessage } from './integration-message.js';
export { textQuestionsOf } from './published-answers.js';
