import config, { project } from './jest.config.mjs';

// Everything that speaks to Kafka, against a real broker: run apart, because it needs Java and Maven.
const servers = {
  globalSetup: '<rootDir>/tools/jest/start-kafka.mjs',
  globalTeardown: '<rootDir>/tools/jest/stop-kafka.mjs',
};

// One at a time: they kill and freeze processes, and wait for what a broker gives up on.
export default { ...config, maxWorkers: 1, projects: [project('kafka', 'kafka-spec', servers)] };
