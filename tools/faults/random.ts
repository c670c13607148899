/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Random {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to 1, without 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  oneOf<Item>(items: readonly Item[]): Item {
    const item = items[this.between(0, items.length - 1)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }
}

/** FAULTS_SEED, or one from the clock: it is printed, so that a run can be had again. */
export const seededRandom = (): Random => {
  const given = process.env['FAULTS_SEED'];
  const seed = given === undefined ? Date.now() % 1_000_000 : Number(given);
  process.stdout.write(`FAULTS_SEED=${String(seed)}\n`);
  return new Random(seed);
};

/** FAULTS_ROUNDS: ten in continuous integration, a hundred for the report. */
export const roundsWanted = (): number => Number(process.env['FAULTS_ROUNDS'] ?? 10);
