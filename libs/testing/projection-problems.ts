import {
  projectionProblem,
  projectionUnknown,
} from '../application/problems/projection.problems.js';
import type { ProjectionRefusal } from '#domain/projection';
import type { Problem } from '#kernel';

const projection = 'figures';

const refusals: readonly ProjectionRefusal[] = [
  { kind: 'ReasonMissing' },
  { kind: 'ProjectionNotBlocked', projection },
  { kind: 'NotTheBlockingEvent', projection, position: '8', blocking: '9' },
  { kind: 'EventNotSkipped', projection, position: '8', skipped: [] },
  { kind: 'EventNotSkipped', projection, position: '8', skipped: ['9', '12'] },
];

/** Everything that skipping events, and taking that back, tell. */
export const projectionProblems: readonly Problem[] = [
  ...refusals.map(projectionProblem),
  projectionUnknown('figure', [{ projection: 'figures' }, { projection: 'review' }]),
];
