import { Gauge, type Registry } from 'prom-client';

/** A gauge whose name begins with that of the program. */
export const gaugeIn = (
  registry: Registry,
  name: string,
  help: string,
  ...labelNames: readonly string[]
): Gauge =>
  new Gauge({
    name: `observatory_${name}`,
    help,
    labelNames: [...labelNames],
    registers: [registry],
  });
