/** What a pickle holds, as inert records: nothing in it is ever called. */

/** A list, tuple or set. */
export interface PickledItems {
  readonly kind: "list" | "tuple" | "set";
  readonly items: Pickled[];
}

/** A dictionary; keys that are records are compared by identity. */
export interface PickledDict {
  readonly kind: "dict";
  readonly entries: Map<Pickled, Pickled>;
}

/** The name of a class or function, "torch._utils._rebuild_tensor_v2"; only ever a name. */
export interface PickledName {
  readonly kind: "name";
  readonly name: string;
}

/** What a call of a class or function would have made: who was to be called, with what, and what was put into it. */
export interface PickledObject {
  readonly kind: "object";
  readonly type: PickledName;
  /** Positional arguments of the call. */
  readonly args: readonly Pickled[];
  /** What BUILD gave it, its attributes for most classes. */
  state: Pickled | undefined;
  /** Items that were set in it, as in an OrderedDict. */
  readonly entries: Map<Pickled, Pickled>;
  /** Items that were appended to it. */
  readonly items: Pickled[];
}

/** Something that lies outside the pickle, as a tensor's storage does. */
export interface PickledReference {
  readonly kind: "reference";
  readonly id: Pickled;
}

/** Any value of a pickle. */
export type Pickled =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickledItems
  | PickledDict
  | PickledName
  | PickledObject
  | PickledReference;

/** Returns the value as a record of that kind, undefined where it is another. */
export function ofKind<K extends "dict" | "name" | "object" | "reference">(
  value: Pickled | undefined,
  kind: K,
): Extract<Pickled, { readonly kind: K }> | undefined {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return undefined;
  return value.kind === kind ? (value as Extract<Pickled, { readonly kind: K }>) : undefined;
}

/** Returns the items of a list, tuple or set, undefined for any other value. */
export function itemsOf(value: Pickled | undefined): readonly Pickled[] | undefined {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return undefined;
  return value.kind === "list" || value.kind === "tuple" || value.kind === "set"
    ? value.items
    : undefined;
}

/** Returns the entries of a dictionary or of an object that is one, undefined for any other value. */
export function entriesOf(value: Pickled | undefined): ReadonlyMap<Pickled, Pickled> | undefined {
  const dict = ofKind(value, "dict");
  if (dict) return dict.entries;
  const object = ofKind(value, "object");
  return object && /(^|\.)(OrderedDict|defaultdict)$/.test(object.type.name)
    ? object.entries
    : undefined;
}
