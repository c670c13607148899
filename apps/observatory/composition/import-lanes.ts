import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { EventLogUnavailable } from '#application';
import { type Lane, laneThrough, type SubmitRecords, throughLanes } from '#application/import';
import type { EventLogConfig } from '#platform/process';

export type LaneOpening = {
  readonly databaseUrl: string;
  readonly eventLog: EventLogConfig;
  readonly indicatorFolders: readonly string[];
};

export const ready = 'ready';
export const closing = 'close';

/** The first message of a lane: that it is ready, or what keeps it from being so. */
export type LaneGreeting = typeof ready | { readonly unavailable: string };

const smallestForLanes = 4_000_000;
const laneCount = 2;

/**
 * A lane takes a second to open: none for a small file. None either where there is one core; where there are two,
 * two lanes leave none of them idle while PostgreSQL answers (docs/reference/performance-imports.md).
 */
export const lanesFor = (fileSize: number): number =>
  fileSize < smallestForLanes || availableParallelism() < 2 ? 0 : laneCount;

// Batches die young there (docs/reference/performance-imports.md): three spaces of 64 MB.
const youngGenerationMb = 192;

type OpenLane = { readonly lane: Lane; readonly close: () => Promise<void> };

const openLane = async (script: URL, opening: unknown): Promise<OpenLane> => {
  const worker = new Worker(script, {
    workerData: opening,
    resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
  });
  const [greeting] = (await once(worker, 'message')) as [LaneGreeting];
  // errors lose their class between threads
  if (greeting !== ready) throw new EventLogUnavailable(greeting.unavailable);
  const lane = laneThrough(worker);
  const gone = new Promise((resolve) => worker.once('exit', resolve));
  worker.on('error', (fault) => {
    lane.lost(fault);
  });
  worker.on('exit', () => {
    lane.lost(new Error('a thread of the import has ended before its time'));
  });
  return {
    lane,
    close: async () => {
      worker.postMessage(closing);
      await gone;
    },
  };
};

export type ImportLanes = {
  readonly count: number;
  readonly submitRecords: SubmitRecords;
  /** Waits until each thread has closed its connections. */
  readonly close: () => Promise<void>;
};

const shippedLane = new URL('./import-lane.process.js', import.meta.url);

/** Threads that read, judge and write the records of a file, while this one cuts it. Throws `EventLogUnavailable`. */
export const openImportLanes = async (
  count: number,
  opening: LaneOpening,
  script = shippedLane,
): Promise<ImportLanes> => {
  const tried = await Promise.allSettled(
    Array.from({ length: count }, () => openLane(script, opening)),
  );
  const opened = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((one) => one.close()));
  };
  const failed = tried.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await close();
    throw failed.reason;
  }
  return { count, submitRecords: throughLanes(opened.map(({ lane }) => lane)), close };
};
