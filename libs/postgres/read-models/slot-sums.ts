import type { Slots } from './composition.js';
import type { Elements, SumRow, Sums } from './sums.js';

/** What one row adds in the slots that are wanted, in their order. */
export type SlotSums = {
  readonly used: Elements;
  readonly numerators: Elements;
  readonly denominators: Elements;
};

const elementsOf = (array: string): readonly string[] => array.slice(1, -1).split(',');

/** One element of an array as PostgreSQL writes it; empty past its end. */
const elementAt = (array: string, slot: number): string => {
  let start = 1;
  for (let before = 0; before < slot; before += 1) {
    const comma = array.indexOf(',', start);
    if (comma < 0) return '';
    start = comma + 1;
  }
  const end = array.indexOf(',', start);
  return array.slice(start, end < 0 ? -1 : end);
};

/** With more slots than these, it is faster to take an array apart. */
const fewSlots = 4;

const pickedFrom = (array: string, slots: Slots): Elements => {
  if (slots.length <= fewSlots) return slots.map((slot) => elementAt(array, slot));
  const elements = elementsOf(array);
  return slots.map((slot) => elements[slot] ?? '');
};

/** `slots`: those that are wanted. */
export const inSlots = (
  { picked, used, numerators, denominators }: SumRow,
  slots: Slots,
): SlotSums => {
  const of = (sums: Sums): Elements => {
    if (typeof sums !== 'string') return sums;
    return picked ? elementsOf(sums) : pickedFrom(sums, slots);
  };
  return { used: of(used), numerators: of(numerators), denominators: of(denominators) };
};
