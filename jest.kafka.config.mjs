import config, { project } from './jest.config.mjs';

// Everything that speaks to Kafka, against a real broker: run apart, because it needs Java and Maven.
const servers = {
  globalSetup: '<rootDir>/tools/jest/start-kafka.mjs',
  globalTeardown: '<rootDir>/tools/jest/stop-kafka.mjs',
};

export default { ...config, projects: [project('kafka', 'kafka-spec', servers)] };
