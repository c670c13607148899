export {
  type IntegrationContext,
  integrationEvents,
  integrationTopics,
  topicOf,
  watermarkedContexts,
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
