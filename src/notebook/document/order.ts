/** The longest part of a list of numbers that is in order. */

/**
 * Returns the indices of a longest strictly rising part of a list; negative numbers are passed over.
 * Takes n log n steps (patience sorting).
 */
export function inOrder(numbers: readonly number[]): ReadonlySet<number> {
  // ends[n]: index of the smallest number that ends a rising part of n + 1.
  const ends: number[] = [];
  const before = new Map<number, number>();
  numbers.forEach((number, index) => {
    if (number < 0) return;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    const previous = ends[low - 1];
    if (previous !== undefined) before.set(index, previous);
    ends[low] = index;
  });
  const part = new Set<number>();
  for (let index = ends.at(-1); index !== undefined; index = before.get(index)) part.add(index);
  return part;
}
