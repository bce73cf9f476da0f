/** The blocks that YOLOv5 builds of Convs: Bottleneck, C3, SPPF. */

import type { NamedArray } from "../../trace/index.ts";
import { wholeOf } from "../torch/attributes.ts";
import type { TorchModule } from "../torch/modules.ts";
import { type ReadConv, readConv, under } from "./conv.ts";
import type { LayerReader, Place } from "./layer.ts";

/** Returns the Conv that a block has under a name. */
export function convIn(block: TorchModule, name: string, place: Pick<Place, "fault">): ReadConv {
  const module = block.children.get(name);
  if (!module) throw place.fault(`a Conv ${block.path}.${name}`, "none");
  return readConv(module, place);
}

/** Reads Bottleneck. */
export const bottleneckReader: LayerReader = {
  classes: ["Bottleneck"],
  read(place) {
    const { cv1, cv2, shortcut } = readBottleneck(place.module, place);
    if (cv1.outputs !== Math.floor(cv2.outputs / 2))
      throw place.fault(
        `half as many hidden channels as the ${String(cv2.outputs)} that leave it`,
        String(cv1.outputs),
      );
    return {
      module: "Bottleneck",
      args: [cv2.outputs, shortcut],
      output: { channels: cv2.outputs, stride: place.inputs[0]?.stride ?? 1 },
      arrays: new Map([...under("cv1", cv1.arrays), ...under("cv2", cv2.arrays)]),
    };
  },
};

/** Reads C3. */
export const c3Reader: LayerReader = {
  classes: ["C3"],
  read(place) {
    const { module } = place;
    const [cv1, cv2, cv3] = [
      convIn(module, "cv1", place),
      convIn(module, "cv2", place),
      convIn(module, "cv3", place),
    ];
    const hidden = Math.floor(cv3.outputs / 2);
    if (cv1.outputs !== hidden || cv2.outputs !== hidden)
      throw place.fault(
        `${String(hidden)} hidden channels, half of those that leave it`,
        String(cv1.outputs),
      );
    const chain = [...(module.children.get("m")?.children.values() ?? [])];
    const read = chain.map((one) => readBottleneck(one, place));
    const [first] = read;
    if (!first || read.some(({ shortcut }) => shortcut !== first.shortcut))
      throw place.fault(
        "bottlenecks that all have a shortcut, or none",
        first ? "a mixture" : "none",
      );
    const inner = read.flatMap((one, k): [string, NamedArray][] => [
      ...under(`m.${String(k)}.cv1`, one.cv1.arrays),
      ...under(`m.${String(k)}.cv2`, one.cv2.arrays),
    ]);
    return {
      module: "C3",
      args: [cv3.outputs, first.shortcut],
      number: read.length,
      output: { channels: cv3.outputs, stride: place.inputs[0]?.stride ?? 1 },
      arrays: new Map([
        ...under("cv1", cv1.arrays),
        ...under("cv2", cv2.arrays),
        ...under("cv3", cv3.arrays),
        ...inner,
      ]),
    };
  },
};

/** Reads SPPF. */
export const sppfReader: LayerReader = {
  classes: ["SPPF"],
  read(place) {
    const { module } = place;
    const [cv1, cv2] = [convIn(module, "cv1", place), convIn(module, "cv2", place)];
    const kernel = wholeOf(module.children.get("m")?.attributes.get("kernel_size"));
    if (kernel === undefined) throw place.fault("one max pooling with a square kernel", "none");
    if (cv1.outputs !== Math.floor(cv1.inputs / 2))
      throw place.fault(
        `${String(Math.floor(cv1.inputs / 2))} hidden channels`,
        String(cv1.outputs),
      );
    return {
      module: "SPPF",
      args: [cv2.outputs, kernel],
      output: { channels: cv2.outputs, stride: place.inputs[0]?.stride ?? 1 },
      arrays: new Map([...under("cv1", cv1.arrays), ...under("cv2", cv2.arrays)]),
    };
  },
};

/** A bottleneck's two Convs and whether its input is added. */
export interface ReadBottleneck {
  readonly cv1: ReadConv;
  readonly cv2: ReadConv;
  readonly shortcut: boolean;
}

/** Returns a bottleneck of C3: a 1×1 and a 3×3 Conv. Throws `place.fault` where it is another thing. */
export function readBottleneck(module: TorchModule, place: Pick<Place, "fault">): ReadBottleneck {
  if (module.className !== "Bottleneck")
    throw place.fault(`Bottleneck at ${module.path}`, module.className);
  const [cv1, cv2] = [convIn(module, "cv1", place), convIn(module, "cv2", place)];
  if (cv1.kernel !== 1 || cv2.kernel !== 3 || cv1.stride !== 1 || cv2.stride !== 1)
    throw place.fault(
      `a 1×1 and a 3×3 Conv at ${module.path}`,
      `${String(cv1.kernel)} and ${String(cv2.kernel)}`,
    );
  const add = module.attributes.get("add");
  if (typeof add !== "boolean")
    throw place.fault(`whether ${module.path} has a shortcut, in "add"`, "nothing");
  return { cv1, cv2, shortcut: add };
}
