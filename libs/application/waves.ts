type Wave<Item> = { readonly now: readonly Item[]; readonly later: readonly Item[] };

/** Of the items that share a key the first goes now: the next ones build on what becomes of it. */
export const firstOfEach = <Item>(
  waiting: readonly Item[],
  keyOf: (item: Item) => string,
): Wave<Item> => {
  const taken = new Set<string>();
  const now: Item[] = [];
  const later: Item[] = [];
  for (const item of waiting) {
    const key = keyOf(item);
    (taken.has(key) ? later : now).push(item);
    taken.add(key);
  }
  return { now, later };
};
