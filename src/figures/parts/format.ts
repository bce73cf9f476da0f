/** Numbers as every figure writes them. */

import { format } from "d3";

/** "0.82": a weight or probability. */
export const share = format(".2f");
/** "0.8214": the same, where it is looked at closely. */
export const exactShare = format(".4f");
/** "+1.25" or "−0.40": a signed term. */
export const signed = format("+.2f");
/** "+1.3" or "−0.4": a difference in standard deviations. */
export const deviations = format("+.1f");
/** "2.314": an activation. */
export const activation = format(".3f");
/** "0.00712" or "12.3": a number of any size, to three digits. */
export const threeDigits = format(".3~g");
/** "12": pixels. */
export const pixels = format(".0f");

/** Returns a count with its noun: "1 box", "3 boxes". */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${String(number)} ${number === 1 ? noun : plural}`;
}
