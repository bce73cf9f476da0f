/** Carries readable errors through the worker's door, which would flatten them to plain ones. */

import { transferHandlers } from "comlink";
import { type ErrorParts, ReadableError } from "../trace/index.ts";

type Thrown =
  | { readonly kind: "readable"; readonly parts: ErrorParts }
  | { readonly kind: "abort" | "other"; readonly message: string; readonly stack?: string };

interface ThrownValue {
  readonly value: unknown;
}

/** Makes errors keep their kind on both sides of the door. Call once on each side. */
export function carryErrors(): void {
  const plain = transferHandlers.get("throw");
  if (!plain) throw new Error("Comlink has no handler for thrown values");
  transferHandlers.set("throw", {
    canHandle: plain.canHandle,
    serialize: (thrown) => [flatten((thrown as ThrownValue).value), []],
    deserialize: (flat): never => {
      throw restore(flat as Thrown);
    },
  });
}

/** Returns a thrown value as data that a message can hold. */
export function flatten(value: unknown): Thrown {
  if (value instanceof ReadableError) return { kind: "readable", parts: value.parts };
  if (value instanceof DOMException && value.name === "AbortError")
    return { kind: "abort", message: value.message };
  if (value instanceof Error)
    return { kind: "other", message: value.message, stack: value.stack ?? "" };
  return { kind: "other", message: String(value) };
}

/** Returns the error that was flattened. */
export function restore(flat: Thrown): Error {
  if (flat.kind === "readable") return new ReadableError(flat.parts);
  if (flat.kind === "abort") return new DOMException(flat.message, "AbortError");
  const error = new Error(flat.message);
  if (flat.stack) error.stack = flat.stack;
  return error;
}
