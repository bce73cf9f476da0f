/** Lets work fail as soon as what it waits for has ended, which would otherwise never answer. */

/** What is waited for. */
export interface Lifeline {
  /** Returns the work's value, or rejects with the ending's error as soon as it has ended. */
  alive<T>(work: Promise<T>): Promise<T>;
  /** Ends it: everything waiting, and everything that will wait, rejects with the error. The first one counts. */
  end(error: Error): void;
  /** True from `end` on. */
  readonly ended: boolean;
}

/**
 * Returns a lifeline. `onEnd` is called once when it ends.
 * Settled work leaves nothing behind, as it would with one promise that everything races against.
 */
export function makeLifeline(onEnd: () => void): Lifeline {
  const waiting = new Set<(error: Error) => void>();
  let ending: Error | undefined;
  return {
    get ended() {
      return ending !== undefined;
    },
    alive: <T>(work: Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        if (ending) {
          reject(ending);
          work.catch(() => undefined);
          return;
        }
        waiting.add(reject);
        void work.then(resolve, reject).finally(() => {
          waiting.delete(reject);
        });
      }),
    end(error) {
      if (ending) return;
      ending = error;
      for (const reject of waiting) reject(error);
      waiting.clear();
      onEnd();
    },
  };
}
