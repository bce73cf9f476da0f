/** What a person set in a notebook's inputs: put back once when an input first appears, and told when it changes. */

/** States by their keys: the cell's id and the name or the place of the input in it, "7.layer" or "9.0". */
export type States = Readonly<Record<string, unknown>>;

type Input = EventTarget & { value?: unknown; state?: unknown };

/** Largest state that is kept of one input, as JSON, in characters. */
const largest = 2000;

/** The states of one running notebook's inputs. */
export class ViewStates {
  private readonly restored = new Set<string>();
  private current: States;
  private readonly onchange: (states: States) => void;

  /** `onchange` is given all states whenever a person changes one. */
  constructor(initial: States = {}, onchange: (states: States) => void = () => undefined) {
    this.current = initial;
    this.onchange = onchange;
  }

  /** All states as they are. */
  get all(): States {
    return this.current;
  }

  /**
   * Follows an input, and puts its state back where this is the first with its key. The input is set, then told
   * so by an "input" event whose detail has `restored: true`.
   */
  attach(key: string, element: unknown): void {
    if (!isInput(element)) return;
    if (!this.restored.has(key)) {
      this.restored.add(key);
      if (Object.hasOwn(this.current, key)) restore(element, this.current[key]);
    }
    element.addEventListener("input", (event) => {
      if (isRestoring(event)) return;
      const state = stateOf(element);
      if (state !== undefined) this.set(key, state);
    });
  }

  private set(key: string, state: unknown): void {
    if (JSON.stringify(this.current[key]) === JSON.stringify(state)) return;
    this.current = { ...this.current, [key]: state };
    this.onchange(this.current);
  }
}

/** Returns whether an "input" event tells of a state that was put back and not of something a person did. */
export function isRestoring(event: Event): boolean {
  const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
  return typeof detail === "object" && detail !== null && "restored" in detail;
}

function restore(element: Input, state: unknown): void {
  const before = element.value;
  try {
    if ("state" in element) element.state = state;
    else element.value = state;
  } catch {
    return;
  }
  // An input that does not know the value any more, as a choice that is gone, stays as it was.
  if (!("state" in element) && (element.value === null || element.value === undefined)) {
    element.value = before;
    return;
  }
  element.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: { restored: true } }));
}

/** Returns an input's state as plain JSON; undefined where it is none, or too large to be kept. */
function stateOf(element: Input): unknown {
  const value = "state" in element ? element.state : element.value;
  if (value === undefined || !isPlain(value, 4)) return undefined;
  return JSON.stringify(value).length <= largest ? value : undefined;
}

/** Returns whether a value comes back from JSON as it was. */
function isPlain(value: unknown, depth: number): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depth === 0) return false;
  if (Array.isArray(value)) {
    return value.length <= largest && value.every((one) => isPlain(one, depth - 1));
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(value).every((one) => isPlain(one, depth - 1));
}

function isInput(value: unknown): value is Input {
  return value instanceof EventTarget && ("value" in value || "state" in value);
}
