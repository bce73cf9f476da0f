/** Compares the network with PyTorch's numbers of one case; runs in Node and in a browser alike. */

import { backend, memory, tensor3d } from "@tensorflow/tfjs-core";
import { readSafetensors } from "../src/import/safetensors.ts";
import { forward, placeParameters, planNetwork, readConfig } from "../src/network/index.ts";
import type { NamedArrays } from "../src/trace/index.ts";

/** A case's files, read. */
export interface NumberCase {
  readonly name: string;
  readonly config: string;
  readonly parameters: ArrayBuffer;
  readonly expected: ArrayBuffer;
}

/** Largest differences to PyTorch over all sampled numbers. */
export interface Differences {
  readonly logits: number;
  readonly layers: number;
  /** Of z, h and s. */
  readonly squeeze: number;
  readonly hidden: number;
  readonly excitation: number;
  /** How many numbers were compared. */
  readonly compared: number;
  /** Tensors left behind after everything was disposed. */
  readonly leaked: number;
}

/** Returns the differences of one case on the current backend. */
export async function compareCase({
  config,
  parameters,
  expected,
}: NumberCase): Promise<Differences> {
  if (!backend()) throw new Error("set a backend first");
  const before = memory().numTensors;
  const { arrays } = readSafetensors(expected);
  const plan = planNetwork(readConfig(config));
  const placed = placeParameters(plan, readSafetensors(parameters).arrays);
  const input = array(arrays, "input");
  const [height = 0, width = 0] = input.shape;
  const pixels = tensor3d(
    input.values.map((value) => value / 255),
    [height, width, 3],
  );
  const layers = plan.layers.slice(0, -1).map(({ index }) => index);
  const kept = forward(plan, placed, { pixels, keep: layers });
  let compared = 0;
  const sampled = async (name: string, tensor: { data(): Promise<unknown> }): Promise<number> => {
    const values = (await tensor.data()) as Float32Array;
    const index = array(arrays, `${name}.index`).values;
    const wanted = array(arrays, `${name}.value`).values;
    compared += wanted.length;
    return largest(wanted, (i) => values[index[i] ?? -1]);
  };
  const whole = async (name: string, tensor: { data(): Promise<unknown> }): Promise<number> => {
    const values = (await tensor.data()) as Float32Array;
    const wanted = array(arrays, name).values;
    if (values.length !== wanted.length) return Infinity;
    compared += wanted.length;
    return largest(wanted, (i) => values[i]);
  };
  const logits = await Promise.all(
    kept.logits.map((tensor, k) => sampled(`logits.${String(k)}`, tensor)),
  );
  const maps = await Promise.all(
    [...kept.layers].map(([i, tensor]) => sampled(`layer.${String(i)}`, tensor)),
  );
  const se = [...kept.seLayers];
  const part = (name: "squeeze" | "hidden" | "excitation"): Promise<number[]> =>
    Promise.all(se.map(([key, tensors]) => whole(`se.${key}.${name}`, tensors[name])));
  const [squeeze, hidden, excitation] = [
    await part("squeeze"),
    await part("hidden"),
    await part("excitation"),
  ];
  kept.dispose();
  pixels.dispose();
  placed.dispose();
  return {
    logits: Math.max(...logits),
    layers: Math.max(...maps),
    squeeze: Math.max(...squeeze),
    hidden: Math.max(...hidden),
    excitation: Math.max(...excitation),
    compared,
    leaked: memory().numTensors - before,
  };
}

/** Returns an array of a fixture. */
export function array(
  arrays: NamedArrays,
  name: string,
): { shape: readonly number[]; values: Float32Array } {
  const found = arrays.get(name);
  if (!found) throw new Error(`the fixture has no ${name}`);
  return found;
}

/** Returns the largest absolute difference; a missing number or NaN counts as infinite. */
export function largest(wanted: Float32Array, found: (i: number) => number | undefined): number {
  let most = 0;
  for (let i = 0; i < wanted.length; i++) {
    const difference = Math.abs((found(i) ?? NaN) - (wanted[i] ?? NaN));
    if (Number.isNaN(difference)) return Infinity;
    most = Math.max(most, difference);
  }
  return most;
}
