/** What a person is told where the browser refuses to write. */

import { ReadableError } from "../../trace/index.ts";

/** Whether the browser refused because its storage is full. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === "QuotaExceededError";
}

/** Returns the error that tells the person what was not saved ("The notebook"), why, and what helps. */
export function refused(error: unknown, what: string): ReadableError {
  if (error instanceof ReadableError) return error;
  if (isFull(error))
    return new ReadableError(
      {
        what: `${what} was not saved, since this browser's storage is full`,
        todo: "Download what you want to keep, then delete notebooks or photographs that you no longer need",
      },
      { cause: error },
    );
  return new ReadableError(
    {
      what: `${what} was not saved, since this browser refused`,
      found: error instanceof Error ? error.message : String(error),
      todo: "Download what you want to keep, then reload this page",
    },
    { cause: error },
  );
}
