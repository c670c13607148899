import type { Geography, Moment, ProjectionClock } from '#application';
import type { Position } from '#kernel';
import type { Command } from 'commander';

import { type AsOf, asOfArgument, geographyArgument } from './arguments.js';
import { text } from './program.js';
import { UsageError } from './usage-error.js';

export type MomentOptions = { readonly geography: Geography; readonly asOf?: AsOf };

/** Adds --geography and --as-of: which map, and what was known when. */
export const withMoment = (command: Command): Command =>
  command
    .option(
      '--geography <carte>',
      text(command, {
        fr: 'THEN : la carte de la campagne ; CURRENT : celle d’aujourd’hui ; 2019-2020 : celle de cette année',
        en: 'THEN: the map of the campaign; CURRENT: the map of today; 2019-2020: the map of that year',
      }),
      geographyArgument,
      'THEN',
    )
    .option(
      '--as-of <moment>',
      text(command, {
        fr: 'ce que l’on savait alors : une position du journal, 4711, ou un instant, 2024-06-30T12:00:00Z',
        en: 'what was known then: a position of the log, 4711, or an instant, 2024-06-30T12:00:00Z',
      }),
      asOfArgument,
    );

const notYet = (asked: Position, reached: Position): UsageError =>
  new UsageError({
    fr: `La position ${String(asked)} est au-delà de la dernière connue, ${String(reached)}.`,
    en: `Position ${String(asked)} is beyond the last known one, ${String(reached)}.`,
  });

/** Throws a `UsageError` for a position that does not exist yet. */
export const momentOf = async (
  { geography, asOf }: MomentOptions,
  clock: ProjectionClock,
): Promise<Moment> => {
  if (asOf === undefined) return { asOf: null, geography };
  if ('instant' in asOf) return { asOf: await clock.positionAt(asOf.instant), geography };
  const reached = await clock.position();
  if (asOf.position > reached) throw notYet(asOf.position, reached);
  return { asOf: asOf.position, geography };
};
