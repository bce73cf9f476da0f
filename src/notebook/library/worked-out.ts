/** A long piece of work as a cell's value, given up exactly when its cell runs again. */

import { observe } from "observable:runtime/stdlib/generators/index";

/**
 * Returns a generator of what `make` promises: in its own cell a generator, in every other cell the value. A cell
 * that runs again aborts the signal.
 */
export function workedOut<T>(make: (signal: AbortSignal) => Promise<T>): AsyncGenerator<T, void> {
  const stop = new AbortController();
  const work = make(stop.signal);
  const values = observe<T | Promise<T>>((change) => {
    change(work);
    return () => {
      stop.abort();
      work.catch(() => undefined);
    };
  });
  return values as AsyncGenerator<T, void>;
}
