/** The stack, marks and memo of a pickle that is read. Calls become records. */

import type { PickleBytes } from "./pickle-bytes.ts";
import type { Pickled, PickledObject } from "./pickled.ts";

/** What a pickle's operations work on. Every method throws a ReadableError where the pickle is not sound. */
export class Machine {
  readonly bytes: PickleBytes;
  /** Marks are where the stack was when they were set. */
  private readonly marks: number[] = [];
  private readonly stack: Pickled[] = [];
  private readonly memo = new Map<number, Pickled>();

  constructor(bytes: PickleBytes) {
    this.bytes = bytes;
  }

  push(value: Pickled): void {
    this.stack.push(value);
  }
  pop(): Pickled {
    const value = this.top();
    this.stack.pop();
    return value;
  }
  top(): Pickled {
    const floor = this.marks.at(-1) ?? 0;
    const value = this.stack.length > floor ? this.stack.at(-1) : undefined;
    if (value === undefined) throw this.bytes.wrong("an operation on an empty stack");
    return value;
  }
  mark(): void {
    this.marks.push(this.stack.length);
  }
  /** Returns what was pushed since the last mark, and takes the mark away. */
  popMark(): Pickled[] {
    const from = this.marks.pop();
    if (from === undefined) throw this.bytes.wrong("an operation that needs a mark");
    return this.stack.splice(from);
  }
  put(place: number): void {
    this.memo.set(place, this.top());
  }
  memoize(): void {
    this.put(this.memo.size);
  }
  get(place: number): void {
    const value = this.memo.get(place);
    if (value === undefined) throw this.bytes.wrong(`memo ${String(place)}, which holds nothing`);
    this.push(value);
  }
  /** Returns that many values from the top, the topmost last. */
  popSome(count: number): Pickled[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }
  /** Makes the record of a call. */
  call(type: Pickled = null, args: Pickled = null): void {
    if (!isKind(type, "name")) throw this.bytes.wrong(describe(type), "the name of a class");
    if (!isKind(args, "tuple")) throw this.bytes.wrong(describe(args), "arguments in a tuple");
    const made: PickledObject = {
      ...{ kind: "object", type, args: args.items, state: undefined },
      ...{ entries: new Map(), items: [] },
    };
    this.push(made);
  }
  build(): void {
    const state = this.pop();
    const object = this.top();
    if (!isKind(object, "object")) throw this.bytes.wrong(describe(object), "an object to fill");
    object.state = state;
  }
  setItems(items: readonly Pickled[]): void {
    const target = this.top();
    if (!isKind(target, "dict") && !isKind(target, "object"))
      throw this.bytes.wrong(describe(target), "a dictionary");
    if (items.length % 2 !== 0) throw this.bytes.wrong("a key without a value");
    for (let k = 0; k < items.length; k += 2)
      target.entries.set(items[k] ?? null, items[k + 1] ?? null);
  }
  append(items: readonly Pickled[]): void {
    const target = this.top();
    if (!isKind(target, "list") && !isKind(target, "set") && !isKind(target, "object"))
      throw this.bytes.wrong(describe(target), "a list");
    for (const item of items) target.items.push(item);
  }
}

function isKind<K extends "name" | "tuple" | "object" | "dict" | "list" | "set">(
  value: Pickled,
  kind: K,
): value is Extract<Pickled, { readonly kind: string }> & { readonly kind: K } {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof Uint8Array) &&
    value.kind === kind
  );
}

function describe(value: Pickled): string {
  if (value === null) return "None";
  if (value instanceof Uint8Array) return `${String(value.length)} bytes`;
  return typeof value === "object"
    ? `a ${value.kind}`
    : `${typeof value} ${String(value).slice(0, 40)}`;
}
