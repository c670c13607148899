import type { Position } from '#kernel';

import type { Checkpoint } from './checkpoint.js';

type Applied = Pick<Checkpoint, 'position' | 'skipped'>;

/**
 * What rows are without once a projection goes on from its checkpoint: what they were made without already, and
 * what it leaves out from here on. Skips that were made or revoked for events before it are for a rebuild.
 */
export const carriedSkips = (
  { position, skipped }: Applied,
  wanted: readonly Position[],
): readonly Position[] => [
  ...skipped.filter((one) => one <= position),
  ...wanted.filter((one) => one > position),
];

/** Whether rows were made with, or without, events that should not, or should, be in them. */
export const needsRebuild = (
  { position, skipped }: Applied,
  wanted: readonly Position[],
): boolean => {
  const applied = (all: readonly Position[]): string => all.filter((one) => one <= position).join();
  return applied(skipped) !== applied(wanted);
};
