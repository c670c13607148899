import type { Gauge, Registry } from 'prom-client';

import { gaugeIn } from './gauge.js';

/** Connections of a pool: how many there are, are idle, are waited for, and there may be. */
export type PoolUsage = {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
  readonly limit: number;
};

/** What is measured of every process: its version, its memory, its connections. */
export class ProcessMeasures {
  private readonly memory: Gauge;
  private readonly heap: Gauge;
  private readonly connections: Gauge;
  private readonly waiting: Gauge;
  private readonly limit: Gauge;

  constructor(registry: Registry, version: string) {
    gaugeIn(registry, 'info', 'Always 1; the version is its label.', 'version').set({ version }, 1);
    this.memory = gaugeIn(registry, 'resident_memory_bytes', 'Memory of the process.');
    this.heap = gaugeIn(registry, 'heap_used_bytes', 'Objects of the program, garbage included.');
    this.connections = gaugeIn(
      registry,
      'pool_connections',
      'Connections to the database, by state: idle, busy.',
      'state',
    );
    this.waiting = gaugeIn(registry, 'pool_waiting', 'Who waits for a connection.');
    this.limit = gaugeIn(registry, 'pool_limit', 'Connections at most.');
  }

  measure({ total, idle, waiting, limit }: PoolUsage): void {
    const { rss, heapUsed } = process.memoryUsage();
    this.memory.set(rss);
    this.heap.set(heapUsed);
    this.connections.set({ state: 'idle' }, idle);
    this.connections.set({ state: 'busy' }, total - idle);
    this.waiting.set(waiting);
    this.limit.set(limit);
  }
}
