import config, { project } from './jest.config.mjs';

// Real processes that are killed, frozen and starved: run apart, because it takes minutes and starts its own servers.
export default {
  ...config,
  testTimeout: 3_600_000,
  maxWorkers: 1,
  projects: [project('faults', 'faults-spec')],
};
