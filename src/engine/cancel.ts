/** Cancels work that can't be stopped by no longer waiting for it. */

/**
 * Returns the work's value, or rejects with the signal's reason as soon as it aborts;
 * a value that comes later is handed to `late`.
 */
export function orAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  late: (value: T) => void = () => undefined,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error);
      work.then(late, () => undefined);
    };
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener("abort", stop, { once: true });
    void work.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", stop);
    });
  });
}

/** Work that a newer one of its kind, or the caller's own signal, cancels. */
export interface Turn {
  readonly signal: AbortSignal;
  /** Cancels it. */
  cancel(reason: unknown): void;
  /** Stops listening to the caller's signal. */
  end(): void;
}

/** Returns a turn that also aborts when the caller's signal does. */
export function makeTurn(caller?: AbortSignal): Turn {
  const own = new AbortController();
  const follow = (): void => {
    own.abort(caller?.reason);
  };
  if (caller?.aborted) follow();
  caller?.addEventListener("abort", follow, { once: true });
  return {
    signal: own.signal,
    cancel: (reason) => {
      own.abort(reason);
    },
    end: () => {
      caller?.removeEventListener("abort", follow);
    },
  };
}
