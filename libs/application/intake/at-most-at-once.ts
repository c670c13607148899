/**
 * Does work on every item, a bounded number at the same time, results in their order. When some of it fails, what
 * is under way ends first, nothing more is begun, and the first failure is thrown.
 */
export const atMostAtOnce = async <Item, Value>(
  limit: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> => {
  const values = new Array<Value>(items.length);
  const failures: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && failures.length === 0) {
      const at = next;
      next += 1;
      try {
        values[at] = await work(items[at] as Item);
      } catch (failure) {
        failures.push(failure);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return values;
};
