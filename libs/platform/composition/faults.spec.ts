import { describe, expect, it } from '@jest/globals';

import { isPassingFault, isServiceFault, serviceFaultText } from './faults.js';

const named = (name: string): Error => Object.assign(new Error('ECONNREFUSED'), { name });

describe('a service that cannot be used', () => {
  it.each([
    ['DatabaseUnavailable', true],
    ['EventLogUnavailable', true],
    ['BusUnavailable', true],
    ['DatabaseRefused', false],
    ['EmbeddedPostgresFailed', false],
    ['EventLogUnsound', false],
    ['KurrentUnusable', false],
    ['LogCopyUnfinished', false],
    ['MigrationRefused', false],
  ])('is told in both languages, with what it said itself: %s', (name, isPassing) => {
    const fault = named(name);
    const { fr, en } = serviceFaultText(fault);

    expect([isServiceFault(fault), isPassingFault(fault)]).toEqual([true, isPassing]);
    expect(fr).toMatch(/^[^\n]+\.\n {2}\(ECONNREFUSED\)$/);
    expect(en).toMatch(/^[^\n]+\.\n {2}\(ECONNREFUSED\)$/);
    expect(fr).not.toBe(en);
  });

  it.each([named('TypeError'), named('constructor'), 'DatabaseUnavailable', undefined])(
    'is not taken for a fault of the program: %s',
    (error) => {
      expect(isServiceFault(error)).toBe(false);
    },
  );
});
