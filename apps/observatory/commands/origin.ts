import { randomUUID } from 'node:crypto';

import type { RequestContext } from '#application';
import type { Cause } from '#kernel';

/** Commands are typed by whoever runs the machine: events say so, and no name. */
export const commandLineContext = (cause?: Cause): RequestContext => ({
  actor: { role: 'operator', id: 'command-line' },
  correlationId: randomUUID(),
  ...(cause !== undefined && { cause }),
});
