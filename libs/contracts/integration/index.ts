export {
  type IntegrationContext,
  integrationContexts,
  integrationEvents,
  integrationTopics,
  topicOf,
} from './topics.js';
export {
  type IntegrationData,
  type IntegrationEventType,
  type IntegrationMessage,
  isWatermark,
  messageSchema,
  readMessage,
  type Watermark,
} from './message.js';
