export { type RelayCheckpoint } from './checkpoint.port.js';
export { eventOfMessage } from './event-of-message.js';
export { integrationMessage } from './integration-message.js';
export { textQuestionsOf } from './published-answers.js';
export { relayLag, type RelayLag } from './lag.js';
export { Relay, type RelayOptions } from './relay.js';
export { type RelayState } from './state.js';
