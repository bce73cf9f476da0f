/** Puts a graph on the device. */

import type { InputRange, OpenedGraph } from "../../import/index.ts";
import { type Meaning, meaningOf } from "./answers.ts";
import { describeGraph } from "./describe.ts";
import { makeExecutor } from "./executor.ts";
import { registerEveryKernel } from "./kernels.ts";
import { GraphNetwork } from "./network.ts";
import { picture } from "./picture.ts";

/**
 * Puts a graph on the device and runs it once on grey: that shows the shape of every map.
 * Rejects with a ReadableError where an operation is not known or fails; nothing is left then.
 */
export async function loadGraph(
  opened: OpenedGraph,
  {
    side,
    range = opened.input.range,
  }: { readonly side: number; readonly range?: InputRange | undefined },
): Promise<GraphNetwork> {
  await registerEveryKernel();
  const executor = makeExecutor(opened);
  try {
    const size = opened.input.size ?? [side, side];
    const grey = new Float32Array(size[0] * size[1] * 3).fill(0.5);
    const { node } = opened.input;
    const input = picture(grey, { ...opened.input, size, range });
    const nodes = opened.layers.map((layer) => layer.node);
    try {
      const results = await executor.run(new Map([[node, input]]), [...nodes, ...opened.outputs]);
      const maps = new Map([...results].map(([name, one]) => [name, [...one.shape]] as const));
      const outputs = opened.outputs.map((name) => {
        const shape = maps.get(name) ?? [];
        return { name, shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)) };
      });
      for (const one of results.values()) one.dispose();
      const meaning = meaningOf(outputs, size);
      const classes = classesOf(meaning);
      const model = describeGraph(opened, { maps, height: size[0], classes });
      return new GraphNetwork(opened, { range, model, executor });
    } finally {
      input.dispose();
    }
  } catch (error) {
    executor.dispose();
    throw error;
  }
}

function classesOf(meaning: Meaning): number {
  if (meaning.kind === "boxes")
    return meaning.layout.width - (meaning.layout.kind === "yolov5" ? 5 : 4);
  switch (meaning.answer.kind) {
    case "classes":
      return meaning.answer.probabilities.length;
    case "mask":
      return meaning.answer.channels;
    case "numbers":
      return 0;
  }
}
