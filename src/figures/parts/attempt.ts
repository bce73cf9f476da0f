/** Turns what a computation throws into something that a figure can show in its place. */

import { type ReadableError, readable } from "../../trace/index.ts";

/** A computed value, or why there is none. */
export type Attempt<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: ReadableError };

/** Returns what the computation gives, or the problem it throws. */
export function attempt<T>(compute: () => T): Attempt<T> {
  try {
    return { value: compute() };
  } catch (error) {
    return { problem: readable(error, "The figure can't be drawn") };
  }
}
