/** The tree of modules in a checkpoint, as records: class names, attributes, tensors. */

import { ReadableError } from "../../trace/index.ts";
import type { Archive } from "./archive.ts";
import { type Pickled, entriesOf, itemsOf, ofKind } from "./pickled.ts";
import { type PickledTensor, tensorOf } from "./tensors.ts";

/** One module. */
export interface TorchModule {
  /** The last part of its class's name: "SEAttention". */
  readonly className: string;
  /** Its class's whole name: "models.common.SEAttention". */
  readonly fullName: string;
  /** Its place in the tree: "model.18.fc"; "" for the whole. */
  readonly path: string;
  readonly children: ReadonlyMap<string, TorchModule>;
  /** Parameters and buffers that are its own. */
  readonly tensors: ReadonlyMap<string, PickledTensor>;
  /** Everything else that was set on it. */
  readonly attributes: ReadonlyMap<string, Pickled>;
}

const deepest = 32;
const most = 20_000;

/** Returns the module that a value stands for. Throws a ReadableError where it is none or nests too deep. */
export function readModules(value: Pickled | undefined, from: Archive): TorchModule {
  let count = 0;
  const open = new Set<Pickled>();
  const read = (found: Pickled | undefined, path: string, depth: number): TorchModule => {
    const object = ofKind(found, "object");
    const attributes = object && attributesOf(object.state);
    if (!object || !attributes) throw noModule(path, "a module", "something else");
    if (open.has(object)) throw noModule(path, "a tree of modules", "a module that holds itself");
    if (depth > deepest || ++count > most) throw noModule(path, "a network", "modules without end");
    open.add(object);
    const under = (name: string): string => (path === "" ? name : `${path}.${name}`);
    const children = new Map<string, TorchModule>();
    for (const [name, child] of named(attributes.get("_modules")))
      if (child !== null) children.set(name, read(child, under(name), depth + 1));
    const tensors = new Map<string, PickledTensor>();
    for (const part of ["_parameters", "_buffers"])
      for (const [name, tensor] of named(attributes.get(part))) {
        const there = tensorOf(tensor, from, under(name));
        if (there) tensors.set(name, there);
      }
    open.delete(object);
    const fullName = object.type.name;
    const className = fullName.split(".").at(-1) ?? fullName;
    return { className, fullName, path, children, tensors, attributes };
  };
  return read(value, "", 0);
}

/** Returns every tensor under a module by its PyTorch name: "model.18.fc.0.weight". */
export function allTensors(module: TorchModule): Map<string, PickledTensor> {
  const found = new Map<string, PickledTensor>();
  const walk = ({ path, tensors, children }: TorchModule): void => {
    for (const [name, tensor] of tensors) found.set(path === "" ? name : `${path}.${name}`, tensor);
    for (const child of children.values()) walk(child);
  };
  walk(module);
  return found;
}

function attributesOf(state: Pickled | undefined): Map<string, Pickled> | undefined {
  // With slots, the state is a pair of the attributes and the slots.
  const entries = entriesOf(itemsOf(state)?.[0] ?? state);
  return entries && new Map(textKeys(entries));
}

function named(value: Pickled | undefined): [string, Pickled][] {
  const entries = entriesOf(value);
  return entries ? textKeys(entries) : [];
}

function textKeys(entries: ReadonlyMap<Pickled, Pickled>): [string, Pickled][] {
  return [...entries].filter((pair): pair is [string, Pickled] => typeof pair[0] === "string");
}

function noModule(path: string, expected: string, found: string): ReadableError {
  return new ReadableError({
    what: `The checkpoint's network can't be read${path === "" ? "" : ` at ${path}`}`,
    expected,
    found,
  });
}
