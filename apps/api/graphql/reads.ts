import { Extensions } from '@nestjs/graphql';

import type { ProjectionName } from '#application';

/**
 * Declares which read models a field reads, beside those of the fields above it: `atLeast` waits for them and no
 * others. Of none: what it needs is at hand, in the catalogue or in the log itself.
 */
export const Reads = (...models: readonly ProjectionName[]): MethodDecorator & PropertyDecorator =>
  Extensions({ reads: models });
