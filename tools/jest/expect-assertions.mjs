import { beforeEach, expect } from '@jest/globals';

// A test whose body never reaches an assertion fails.
beforeEach(() => {
  expect.hasAssertions();
});
