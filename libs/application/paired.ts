import { BrokenAssumption } from '#kernel';

/** Two lists of the same length, side by side. Throws when they are not. */
export const paired = <Left, Right>(
  left: readonly Left[],
  right: readonly Right[],
): readonly (readonly [Left, Right])[] => {
  if (left.length !== right.length) {
    throw new BrokenAssumption(`${left.length} and ${right.length} do not pair`);
  }
  return left.map((one, index) => [one, right[index] as Right]);
};
