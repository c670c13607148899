import type { Geography, Moment, ProjectionClock } from '#application';
import type { Command } from 'commander';

import { type AsOf, asOfArgument, geographyArgument } from './arguments.js';
import { text } from './program.js';

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

export const momentOf = async (
  { geography, asOf }: MomentOptions,
  clock: ProjectionClock,
): Promise<Moment> => {
  if (asOf === undefined) return { asOf: null, geography };
  const position = 'position' in asOf ? asOf.position : await clock.positionAt(asOf.instant);
  return { asOf: position, geography };
};
