/** A list as one text, which `string_to_array` takes apart: no item may contain a line feed, and JSON never does. */
export const lines = <Item>(
  items: readonly Item[],
  text: (item: Item) => string | number,
): string => items.map(text).join('\n');
