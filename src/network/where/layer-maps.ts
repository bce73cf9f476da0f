/** Where a layer looks for a detection, by the methods that read its maps. */

import { type Tensor2D, type Tensor4D, mean, reshape, sum, tidy } from "@tensorflow/tfjs-core";
import type { LayerMethod } from "../../trace/index.ts";
import type { Parameters } from "../parameters.ts";
import type { Plan, PlannedLayer } from "../plan.ts";
import { eigenCam } from "./eigen-cam.ts";
import { type Start, gradientAt, layerBefore, startFrom } from "./from-layer.ts";
import { gradCam } from "./grad-cam.ts";
import type { Subject } from "./subject.ts";

/** One method's numbers over a layer's grid, row by row. */
export interface LayerMap {
  readonly method: LayerMethod;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** A subject, the layer's key, and the methods wanted. */
export interface LayerQuestion extends Subject {
  readonly layer: string;
  readonly methods: readonly LayerMethod[];
}

/**
 * Returns each method's map of the layer, in the methods' order. Rejects with a ReadableError for a layer that
 * the detection's head does not read. Nothing stays on the device.
 */
export async function layerMaps(
  plan: Plan,
  parameters: Parameters,
  { layer: key, methods, ...subject }: LayerQuestion,
): Promise<LayerMap[]> {
  const layer = layerBefore(plan, key, subject.place.head);
  const start = startFrom(plan, parameters, { ...subject, layer });
  try {
    const [, rows, columns] = start.map.shape;
    const found: LayerMap[] = [];
    for (const method of methods) {
      const values = await numbersOf(method, { plan, parameters, start, subject });
      found.push({ method, rows, columns, values });
    }
    return found;
  } finally {
    start.dispose();
  }
}

interface Tools {
  readonly plan: Plan;
  readonly parameters: Parameters;
  readonly start: Start;
  readonly subject: Subject;
}

async function numbersOf(
  method: LayerMethod,
  { plan, parameters, start, subject }: Tools,
): Promise<Float32Array> {
  switch (method) {
    case "gradCam":
      return read(() => gradCam(start.map, gradientAt(plan, parameters, { ...subject, start })));
    case "eigenCam":
      return eigenCam(start.map);
    case "channelWeighted":
      return read(() => channelWeighted(start.map, start.layer));
  }
}

/** Returns Σ_c s_c · u_c of an SE layer, whose output is s · u; of any other layer the mean over its channels. */
export function channelWeighted(map: Tensor4D, { plan }: Pick<PlannedLayer, "plan">): Tensor2D {
  const [, height, width] = map.shape;
  return reshape(plan.se ? sum(map, 3) : mean(map, 3), [height, width]);
}

async function read(compute: () => Tensor2D): Promise<Float32Array> {
  const tensor = tidy(compute);
  try {
    return await tensor.data<"float32">();
  } finally {
    tensor.dispose();
  }
}
