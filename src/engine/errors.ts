/** What goes wrong in the engine, and how errors keep their kind through the worker's door. */

import { type TransferHandler, transferHandlers } from "comlink";
import { type ErrorParts, ReadableError } from "../trace/index.ts";

/** The thread or the device that computes can't go on: a new one must be started. */
export class BrokenError extends Error {
  override readonly name = "BrokenError";
}

/** An error as data that a message can hold. */
export type Flat =
  | { readonly kind: "readable"; readonly parts: ErrorParts }
  | { readonly kind: "abort" | "broken" | "other"; readonly message: string };

/** Returns whether a thrown value says that the work was cancelled. */
export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === "AbortError";
}

/** Returns an AbortError with a reason in words. */
export function aborted(reason: string): DOMException {
  return new DOMException(reason, "AbortError");
}

/** Returns what a thrown value says, also where a library threw something that is no Error. */
export function messageOf(thrown: unknown): string {
  const said =
    typeof thrown === "object" && thrown !== null && "message" in thrown ? thrown.message : thrown;
  return String(said);
}

/** Returns a thrown value as data. */
export function flatten(thrown: unknown): Flat {
  if (thrown instanceof ReadableError) return { kind: "readable", parts: thrown.parts };
  const kind = thrown instanceof BrokenError ? "broken" : isAbort(thrown) ? "abort" : "other";
  return { kind, message: messageOf(thrown) };
}

/** Returns the error that was flattened. */
export function restore(flat: Flat): Error {
  switch (flat.kind) {
    case "readable":
      return new ReadableError(flat.parts);
    case "abort":
      return aborted(flat.message);
    case "broken":
      return new BrokenError(flat.message);
    case "other":
      return new Error(flat.message);
  }
}

/** Makes errors keep their kind through Comlink, which would make plain ones of them. Call on both sides. */
export function carryErrors(): void {
  const plain = transferHandlers.get("throw");
  if (!plain) throw new Error("Comlink has no handler for thrown values");
  const handler: TransferHandler<unknown, Flat> = {
    canHandle: (value): value is unknown => plain.canHandle(value),
    serialize: (thrown) => {
      const value = typeof thrown === "object" && thrown && "value" in thrown ? thrown.value : "";
      return [flatten(value), []];
    },
    deserialize: (flat) => {
      throw restore(flat);
    },
  };
  // A message's content has no type of its own.
  transferHandlers.set("throw", handler as TransferHandler<unknown, unknown>);
}
