import { describe, it } from '@jest/globals';

import { describeFixtures } from '../../testing/codec-fixtures.js';
import { specify } from '../../testing/specify.js';
import { projectionCodec } from './projection.codec.js';
import { projection } from './projection.decider.js';
import type { ProjectionEvent } from './projection.events.js';

describeFixtures(projectionCodec, new URL('./fixtures/', import.meta.url));

const { given } = specify(projection);

const eventId = '7b0f5f0e-1c1a-4f0b-9a38-0d6c5a2e0001';
const about = { projection: 'figures', position: '12', eventId, reason: 'written by mistake' };
const skipped: ProjectionEvent = { type: 'EventSkipped', data: about };
const blocking = { position: '12', eventId };
const skip = {
  type: 'SkipEvent',
  projection: 'figures',
  position: '12',
  reason: 'written by mistake',
  blocking,
} as const;
const revoke = { ...about, type: 'RevokeSkip', reason: 'the program knows it now' } as const;

describe('skipping an event', () => {
  it('is recorded with the event that stood in the way, and why', () => {
    given().when(skip).then(skipped);
  });

  it('is recorded once', () => {
    given(skipped)
      .when({ ...skip, blocking: null })
      .thenNothing();
  });

  it('is refused without a reason', () => {
    given()
      .when({ ...skip, reason: '  ' })
      .thenRejected({ kind: 'ReasonMissing' });
  });

  it('is refused while nothing stands in the way', () => {
    given()
      .when({ ...skip, blocking: null })
      .thenRejected({ kind: 'ProjectionNotBlocked', projection: 'figures' });
  });

  it('is refused for another event than the one in the way', () => {
    given()
      .when({ ...skip, position: '13' })
      .thenRejected({
        kind: 'NotTheBlockingEvent',
        projection: 'figures',
        position: '13',
        blocking: '12',
      });
  });
});

describe('a skip that is revoked', () => {
  const revoked: ProjectionEvent = {
    type: 'SkipRevoked',
    data: { ...about, reason: 'the program knows it now' },
  };

  it('is recorded, with a reason of its own', () => {
    given(skipped).when(revoke).then(revoked);
  });

  it('can be made again', () => {
    given(skipped, revoked).when(skip).then(skipped);
  });

  it('is refused without a reason', () => {
    given(skipped)
      .when({ ...revoke, reason: '' })
      .thenRejected({ kind: 'ReasonMissing' });
  });

  it('must have been made, and those that were are named', () => {
    given(skipped)
      .when({ ...revoke, position: '99' })
      .thenRejected({
        kind: 'EventNotSkipped',
        projection: 'figures',
        position: '99',
        skipped: ['12'],
      });
  });
});
