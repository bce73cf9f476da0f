/** A PyTorch checkpoint's file → its modules or its bare tensors, and what training wrote beside them. */

import { ReadableError } from "../../trace/index.ts";
import { readArchive } from "./archive.ts";
import { textsOf } from "./attributes.ts";
import { type TorchModule, allTensors, readModules } from "./modules.ts";
import { readPickle } from "./pickle.ts";
import { type Pickled, entriesOf, ofKind } from "./pickled.ts";
import { type PickledTensor, tensorOf } from "./tensors.ts";

/** What a checkpoint holds. */
export interface Checkpoint {
  /** Where the parameters were found in it: "ema", "model", "state_dict" or "the file itself". */
  readonly source: string;
  /** The network with its classes' names; undefined where only tensors were saved. */
  readonly module: TorchModule | undefined;
  /** Every tensor by its PyTorch name, without the prefixes of DataParallel. */
  readonly tensors: ReadonlyMap<string, PickledTensor>;
  /** `model.yaml` as it was saved, undefined where there is none. */
  readonly yaml: Pickled | undefined;
  /** Class names, undefined where there are none. */
  readonly classes: readonly string[] | undefined;
  /** The epoch of a checkpoint in the middle of training, undefined for a finished one. */
  readonly epoch: number | undefined;
}

/** Where YOLOv5 and its forks keep the network; the average over training (EMA) is what they evaluate. */
const places = ["ema", "model", "state_dict", "model_state_dict", "net", "weights"];

/**
 * Returns what a .pt file holds, read as data: nothing that it names is run. Throws a ReadableError that says
 * what is wrong where it is no checkpoint, is damaged, or holds no network.
 */
export function readCheckpoint(file: ArrayBuffer, name: string): Checkpoint {
  const archive = readArchive(new Uint8Array(file), name);
  const root = readPickle(archive.pickle, name);
  const entries = entriesOf(root);
  const epoch = entries?.get("epoch");
  const found = [
    ...places.flatMap((place) => {
      const value = entries?.get(place);
      return value === undefined || value === null ? [] : [[place, value] as const];
    }),
    ["the file itself", root] as const,
  ];
  for (const [source, value] of found) {
    const object = ofKind(value, "object");
    const module = object?.state === undefined ? undefined : unwrapped(readModules(value, archive));
    const tensors = module ? allTensors(module) : bareTensors(value, archive);
    if (tensors.size === 0) continue;
    return {
      ...{ source, module, tensors },
      yaml: module?.attributes.get("yaml"),
      classes: textsOf(module?.attributes.get("names") ?? entries?.get("names")),
      epoch: typeof epoch === "number" && epoch >= 0 ? epoch : undefined,
    };
  }
  throw new ReadableError({
    what: `${name} holds no network`,
    expected: `a network or its tensors under one of ${places.join(", ")}`,
    found: entries
      ? `only ${[...entries.keys()].slice(0, 8).map(String).join(", ")}`
      : "something else",
    todo: "Choose the best.pt or last.pt that training wrote",
  });
}

/** DataParallel wraps a network as its only child, "module". */
function unwrapped(module: TorchModule): TorchModule {
  const inner = module.children.get("module");
  return inner && module.children.size === 1 ? unwrapped(inner) : module;
}

function bareTensors(
  value: Pickled,
  archive: Parameters<typeof tensorOf>[1],
): Map<string, PickledTensor> {
  const found = new Map<string, PickledTensor>();
  for (const [key, item] of entriesOf(value) ?? []) {
    if (typeof key !== "string") continue;
    const tensor = tensorOf(item, archive, key);
    if (tensor) found.set(key.replace(/^(module\.)+/, ""), tensor);
  }
  return found;
}
