import { readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

export const project = (displayName, suffix, extra = {}) => ({
  displayName,
  testMatch: [`<rootDir>/{apps,libs,tools}/**/*.${suffix}.ts`],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/data', '<rootDir>/tools/probes'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  setupFilesAfterEnv: ['<rootDir>/tools/jest/expect-assertions.mjs'],
  ...extra,
});

const database = {
  globalSetup: '<rootDir>/tools/jest/start-postgres.mjs',
  globalTeardown: '<rootDir>/tools/jest/stop-postgres.mjs',
};

export default {
  reporters: ['default', '<rootDir>/tools/jest/closing-line.mjs'],
  // Much of a test waits for a server: no core is kept free.
  maxWorkers: '100%',
  // Only what hangs is ended: how long a test takes is not what it says.
  testTimeout: 240_000,
  projects: [
    project('unit', 'spec'),
    project('integration', 'int-spec', database),
    project('end-to-end', 'e2e-spec', database),
  ],
};
