/**
 * C3SE: a C3 whose bottlenecks have SE inside, before the shortcut is added. It is told as the lines that it
 * is made of, so that its SE layers are layers like any other: to be looked at, and changed.
 */

import { convIn } from "./blocks.ts";
import type { ReadConv } from "./conv.ts";
import type { LayerReader, Part } from "./layer.ts";
import { seInside } from "./se-inside.ts";
import { layerOfSE } from "./se-layer.ts";

/** Reads C3SE. */
export const c3seReader: LayerReader = {
  classes: ["C3SE"],
  read(place) {
    const { module } = place;
    const stride = place.inputs[0]?.stride ?? 1;
    const parts: Part[] = [];
    const add = (part: Part): number => parts.push(part) - 1;
    const conv = (from: number, read: ReadConv, path: string): number =>
      add({ from: [from], layer: convLayer(read, path, stride) });
    let last = conv(-1, convIn(module, "cv1", place), "cv1");
    for (const [key, one] of module.children.get("m")?.children ?? []) {
      const path = `m.${key}`;
      const se = seInside(one);
      if (!se) throw place.fault(`an SE layer inside ${one.path}`, one.className);
      const before = last;
      last = conv(last, convIn(one, "cv1", place), `${path}.cv1`);
      last = conv(last, convIn(one, "cv2", place), `${path}.cv2`);
      const output = { channels: se.channels, stride };
      last = add({ from: [last], layer: layerOfSE(se, { output, path, fault: place.fault }) });
      if (one.attributes.get("add") !== true) continue;
      const sum = { module: "Add", args: [], output, arrays: new Map() };
      last = add({ from: [before, last], layer: sum });
    }
    const second = conv(-1, convIn(module, "cv2", place), "cv2");
    const third = convIn(module, "cv3", place);
    const joined = { channels: third.inputs, stride };
    const concat = { module: "Concat", args: [1], output: joined, arrays: new Map() };
    const both = add({ from: [last, second], layer: concat });
    conv(both, third, "cv3");
    return parts;
  },
};

function convLayer(read: ReadConv, path: string, stride: number): Part["layer"] {
  return {
    module: "Conv",
    args: [read.outputs, read.kernel, read.stride, read.padding],
    output: { channels: read.outputs, stride },
    arrays: read.arrays,
    took: new Map([...read.arrays.keys()].map((name) => [name, [`${path}.${name}`]])),
  };
}
