import { beforeEach, expect } from '@jest/globals';
import fc from 'fast-check';

// A test whose body never reaches an assertion fails. A property that was checked is an assertion.
beforeEach(() => {
  expect.hasAssertions();
});

const report = (run) => {
  expect(run.failed ? fc.defaultReportMessage(run) : 'held').toBe('held');
};

fc.configureGlobal({ reporter: report });
