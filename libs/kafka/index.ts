export { openKafka } from './kafka-bus.js';
export { type KafkaLog, type KafkaSettings } from './settings.js';
