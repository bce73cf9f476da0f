/** What Detect reads of an SE layer at a detection's cell. */

import {
  type Tensor,
  type Tensor1D,
  dispose,
  reshape,
  slice,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import {
  type Evidence,
  type LayerKey,
  type Logit,
  type LogitEvidence,
  ReadableError,
  eachLogit,
  logitNames,
} from "../../trace/index.ts";
import { recalibrate } from "../modules/se.ts";
import type { Parameters } from "../parameters.ts";
import type { Plan } from "../plan.ts";
import type { Kept } from "../run.ts";
import type { TargetPlace } from "../target.ts";
import { cellOf, detectCell, detectConv, headLayer } from "./onward.ts";

/** Which run and cell, and the run's s of the SE layer that the head reads. */
export interface EvidenceWork {
  readonly from: Kept;
  readonly place: TargetPlace;
  /** Id of the detection. */
  readonly detection: string;
  /** Returns s of an SE layer, length C. */
  readonly channelWeights: (layer: LayerKey) => Float32Array;
}

/**
 * Returns u at the cell, s, and for each logit the row of Detect's parameters with its bias and the value that
 * the network computes: exact, since nothing stands between the SE layer and Detect's 1×1 convolution.
 * Rejects with a ReadableError where the head reads no SE layer, or one that is run several times.
 */
export async function evidenceOf(
  plan: Plan,
  parameters: Parameters,
  { from, place, detection, channelWeights }: EvidenceWork,
): Promise<Evidence> {
  const layer = plan.layers[headLayer(plan, place.head)];
  if (!layer || !plan.seLayers.includes(layer) || layer.chain.length > 0) {
    throw new ReadableError({
      what: "The detection's logits have no exact credit by channel weights",
      expected: "an SE layer directly before Detect, run once",
      found: `${plan.heads[place.head]?.scale ?? "a head"} reads ${layer?.line.module ?? "nothing"} at layer ${String(layer?.index)}`,
      todo: "Ask for another method, or for a network with SE before Detect",
    });
  }
  const map = from.layers.get(layer.from[0] ?? -1);
  if (!map) throw new Error(`what layer ${layer.key} reads was not kept`);
  const s = channelWeights(layer.key);
  const { filter, bias } = detectConv(plan, parameters, place);
  const channels = filter.shape[2];
  const rowOf = (name: Logit): Tensor1D =>
    flat(slice(filter, [0, 0, 0, place.index[name]], [1, 1, channels, 1]));
  const parts = tidy(() => {
    const u = cellOf(map, place);
    const cell = recalibrate(u, tensor2d(s, [1, channels]));
    const values = flat(detectCell(plan, parameters, { cell, place }));
    return { u: flat(u), values, rows: logitNames.map(rowOf) };
  });
  try {
    const read = (tensor: Tensor1D): Promise<Float32Array> => tensor.data<"float32">();
    const [input, values, biases, ...rows] = await Promise.all([
      ...[read(parts.u), read(parts.values), read(bias)],
      ...parts.rows.map(read),
    ]);
    const logit = (name: Logit): LogitEvidence => ({
      parameters: rows[logitNames.indexOf(name)] ?? new Float32Array(),
      bias: biases?.[place.index[name]] ?? NaN,
      value: values?.[place.index[name]] ?? NaN,
    });
    return {
      ...{ detection, layer: layer.key, channelWeights: s },
      input: input ?? new Float32Array(),
      logits: eachLogit(logit),
    };
  } finally {
    dispose(parts);
  }
}

function flat(tensor: Tensor): Tensor1D {
  return reshape(tensor, [-1]);
}
