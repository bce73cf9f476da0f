/** Runs the network and brings its numbers from the device to plain arrays. */

import { type Tensor, tensor3d } from "@tensorflow/tfjs-core";
import {
  type HeadLogits,
  type Kept,
  type Parameters,
  type Plan,
  forward,
} from "../network/index.ts";
import { type ChannelWeights, type LayerKey, ReadableError, type SEEdits } from "../trace/index.ts";
import { BrokenError, isAbort, messageOf } from "./errors.ts";

/** A network on the device. */
export interface Network {
  readonly plan: Plan;
  readonly parameters: Parameters;
}

/** A letterboxed photograph: [height, width, 3] in 0..1. */
export interface Input {
  readonly pixels: Float32Array;
  readonly size: readonly [height: number, width: number];
}

/** A layer's whole output, [height, width, channels]. */
export interface WholeMap {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly values: Float32Array;
}

/** One run's numbers; what stays on the device is the caller's to dispose of. */
export interface Downloaded {
  readonly kept: Kept;
  readonly logits: readonly HeadLogits[];
  readonly channelWeights: readonly (readonly [LayerKey, ChannelWeights])[];
}

/** Runs the network, with SE layers changed as the edits say, and returns its numbers. */
export async function runNetwork(
  { plan, parameters }: Network,
  input: Input,
  edits: SEEdits = {},
): Promise<Downloaded> {
  return download(withPixels(input, (pixels) => forward(plan, parameters, { pixels, edits })));
}

/** Returns a run's numbers. The heads' tensors are freed, the maps stay; all of it is freed where that fails. */
export async function download(kept: Kept): Promise<Downloaded> {
  try {
    // All at once: one wait for the device and not one for each.
    const [logits, channelWeights] = await Promise.all([
      Promise.all(kept.logits.map(readLogits)),
      Promise.all(
        [...kept.seLayers].map(async ([key, se]) => [key, await readWeights(se)] as const),
      ),
    ]);
    for (const tensor of kept.logits) tensor.dispose();
    return { kept, logits, channelWeights };
  } catch (error) {
    kept.dispose();
    throw error;
  }
}

/** Returns a layer's whole output, from what a run kept or else computed again from its input. */
export async function readMap(
  network: Network,
  { kept, input, index }: { readonly kept: Kept; readonly input: Input; readonly index: number },
): Promise<WholeMap> {
  const there = kept.layers.get(index);
  if (there) return wholeMap(await read(there), there.shape);
  const { plan, parameters } = network;
  const options = { until: index, keep: [index], capture: false };
  const again = withPixels(input, (pixels) =>
    forward(plan, parameters, { pixels, ...options, edits: kept.edits }),
  );
  try {
    const map = again.layers.get(index);
    if (!map) throw new Error(`layer ${String(index)} was not kept`);
    return wholeMap(await read(map), map.shape);
  } finally {
    again.dispose();
  }
}

/** Returns the milliseconds of one pass without capture, from the input's upload to the last logit read. */
export async function timePass(
  { plan, parameters }: Network,
  input: Input,
  { skipSE }: { readonly skipSE: boolean },
): Promise<number> {
  const began = performance.now();
  const kept = withPixels(input, (pixels) =>
    forward(plan, parameters, { pixels, capture: false, skipSE }),
  );
  try {
    await Promise.all(kept.logits.map(read));
    return performance.now() - began;
  } finally {
    kept.dispose();
  }
}

/** Runs the network once on nothing: the first run compiles programs for its input's size. */
export async function warmUp({ plan, parameters }: Network, side: number): Promise<void> {
  const input: Input = { pixels: new Float32Array(side * side * 3), size: [side, side] };
  const { kept } = await runNetwork({ plan, parameters }, input);
  kept.dispose();
}

/**
 * Returns what the work returns. What it throws is a BrokenError unless it is meant for a person or was
 * cancelled: a failed op means that the device, its memory or its driver can't go on.
 */
export async function onDevice<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ReadableError || isAbort(error)) throw error;
    throw new BrokenError(messageOf(error), { cause: error });
  }
}

function withPixels(
  { pixels, size }: Input,
  run: (pixels: ReturnType<typeof tensor3d>) => Kept,
): Kept {
  const tensor = tensor3d(pixels, [...size, 3]);
  try {
    return run(tensor);
  } finally {
    tensor.dispose();
  }
}

async function readLogits(tensor: Tensor): Promise<HeadLogits> {
  const [rows = 0, columns = 0] = tensor.shape;
  return { rows, columns, values: await read(tensor) };
}

async function readWeights(se: Record<keyof ChannelWeights, Tensor>): Promise<ChannelWeights> {
  const [squeeze, hidden, excitation] = await Promise.all([
    read(se.squeeze),
    read(se.hidden),
    read(se.excitation),
  ]);
  return { squeeze, hidden, excitation };
}

function read(tensor: Tensor): Promise<Float32Array> {
  return tensor.data<"float32">();
}

function wholeMap(
  values: Float32Array,
  [, height = 0, width = 0, channels = 0]: readonly number[],
): WholeMap {
  return { shape: [height, width, channels], values };
}
