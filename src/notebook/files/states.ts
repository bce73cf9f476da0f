/** What a person set in a notebook's inputs, checked where it comes from outside, and as a part of an address. */

import { ReadableError } from "../../trace/index.ts";
import { fromBase64Url, toBase64Url } from "./base64.ts";

/** Values of inputs as small JSON, by cell and name. */
export type States = Readonly<Record<string, unknown>>;

/** What states may be at most. */
export const stateLimits = {
  /** Characters of all as JSON. */
  length: 50_000,
  /** Lists and objects in each other. */
  depth: 8,
  /** Inputs. */
  count: 1_000,
  /** Characters of an address's part. */
  addressLength: 4_000,
} as const;

const forbidden = new Set(["__proto__", "constructor", "prototype"]);

/** Returns states that were read from outside, copied; throws a ReadableError that says what is wrong with them. */
export function checkStates(value: unknown): States {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw wrong("an object", kindOf(value));
  const copy = Object.entries(value);
  if (copy.length > stateLimits.count)
    throw wrong(`at most ${String(stateLimits.count)} inputs`, String(copy.length));
  const checked = checkedObject(copy, 1);
  const { length } = JSON.stringify(checked);
  if (length > stateLimits.length)
    throw wrong(`at most ${String(stateLimits.length)} characters`, String(length));
  return checked;
}

/** Returns the states in a text of JSON; throws a ReadableError that says what is wrong with it. */
export function parseStates(json: string): States {
  if (json.length > 2 * stateLimits.length)
    throw wrong(`at most ${String(stateLimits.length)} characters`, String(json.length));
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw wrong("JSON", "text that is none", cause);
  }
  return checkStates(value);
}

/**
 * Returns states as a part of an address, "#/name?view=…"; letters, digits, "-" and "_".
 * Throws a ReadableError where they are longer than an address should be.
 */
export function statesToAddress(states: States): string {
  const text = toBase64Url(new TextEncoder().encode(JSON.stringify(checkStates(states))));
  if (text.length > stateLimits.addressLength)
    throw new ReadableError({
      what: "What is set in this notebook does not fit into a link",
      expected: `at most ${String(stateLimits.addressLength)} characters`,
      found: String(text.length),
      todo: "Download the notebook instead: the file holds everything",
    });
  return text;
}

/** Returns the states in a part of an address; throws a ReadableError where there are none. */
export function statesFromAddress(text: string): States {
  const bytes = text.length > stateLimits.addressLength ? undefined : fromBase64Url(text);
  if (!bytes) {
    const long = text.length > stateLimits.addressLength;
    throw new ReadableError({
      what: "The link's settings can't be read",
      found: long ? `${String(text.length)} characters` : "a part that was cut or changed",
      todo: "Ask for the link again; the notebook opens without them",
    });
  }
  return parseStates(new TextDecoder().decode(bytes));
}

function checkedObject(entries: readonly [string, unknown][], depth: number): States {
  const bad = entries.find(([key]) => forbidden.has(key));
  if (bad) throw wrong("names of inputs", `"${bad[0]}"`);
  return Object.fromEntries(entries.map(([key, value]) => [key, checked(value, depth + 1)]));
}

function checked(value: unknown, depth: number): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value !== "object") throw wrong("JSON", kindOf(value));
  if (depth > stateLimits.depth)
    throw wrong(`at most ${String(stateLimits.depth)} levels`, "more of them");
  if (Array.isArray(value)) return value.map((one) => checked(one, depth + 1));
  return checkedObject(Object.entries(value), depth);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return value === null ? "null" : `a ${typeof value}`;
}

function wrong(expected: string, found: string, cause?: unknown): ReadableError {
  return new ReadableError(
    {
      what: "What was set in the notebook's inputs can't be restored",
      ...{ expected, found },
      todo: "The notebook opens without it; set its inputs again",
    },
    { cause },
  );
}
