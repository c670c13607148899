import { z } from 'zod';

import { codecOf, versioned } from '#kernel';

import type { ProjectionEvent } from './projection.events.js';

const about = z.strictObject({
  projection: z.string(),
  position: z.string().regex(/^[1-9]\d{0,18}$/, 'not a position'),
  eventId: z.uuid(),
  reason: z.string(),
});

/** The stored shapes of what was decided about a projection. */
export const projectionCodec = codecOf<ProjectionEvent>({
  EventSkipped: versioned('EventSkipped', (raw) => about.parse(raw)),
  SkipRevoked: versioned('SkipRevoked', (raw) => about.parse(raw)),
});
