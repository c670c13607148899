export { logLevel as default } from 'kafkajs';
