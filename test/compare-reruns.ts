/** Compares reruns from edited SE layers with PyTorch's whole passes of one case; runs in Node and in a browser. */

import { type Tensor, memory, tensor3d } from "@tensorflow/tfjs-core";
import { readSafetensors } from "../src/import/safetensors.ts";
import {
  type Kept,
  forward,
  placeParameters,
  planNetwork,
  readConfig,
  rerun,
} from "../src/network/index.ts";
import type { NamedArrays, SEEdit, SEEdits } from "../src/trace/index.ts";
import { type NumberCase, array, largest } from "./compare.ts";

/** A case with its reruns: edits as JSON text, and what PyTorch gives for them. */
export interface RerunCase extends NumberCase {
  readonly edits: string;
  readonly reruns: ArrayBuffer;
}

/** The largest differences of one rerun. */
export interface RerunDifferences {
  readonly name: string;
  readonly logits: number;
  readonly squeeze: number;
  readonly excitation: number;
  /** How many numbers were compared. */
  readonly compared: number;
}

/** Returns the differences of every rerun of a case, and how many tensors were left behind after all. */
export async function compareReruns({
  config,
  parameters,
  expected,
  edits,
  reruns,
}: RerunCase): Promise<{ readonly found: readonly RerunDifferences[]; readonly leaked: number }> {
  const before = memory().numTensors;
  const plan = planNetwork(readConfig(config));
  const placed = placeParameters(plan, readSafetensors(parameters).arrays);
  const input = array(readSafetensors(expected).arrays, "input");
  const [height = 0, width = 0] = input.shape;
  const scaled = input.values.map((value) => value / 255);
  const pixels = tensor3d(scaled, [height, width, 3]);
  const base = forward(plan, placed, { pixels });
  const wanted = readSafetensors(reruns).arrays;
  const found: RerunDifferences[] = [];
  for (const [name, edit] of Object.entries(readEdits(edits))) {
    const again = rerun(plan, placed, { from: base, edits: edit });
    found.push({ name, ...(await compare([base, again], wanted, name)) });
    again.dispose();
  }
  for (const one of [base, pixels, placed]) one.dispose();
  return { found, leaked: memory().numTensors - before };
}

/** What a rerun did not compute must be as it was in the run before it. */
async function compare(
  [base, again]: readonly [Kept, Kept],
  wanted: NamedArrays,
  name: string,
): Promise<Omit<RerunDifferences, "name">> {
  let compared = 0;
  let logits = 0;
  for (const [k, before] of base.logits.entries()) {
    const values = await read(again.logits[again.heads.indexOf(k)] ?? before);
    const index = array(wanted, `${name}.logits.${String(k)}.index`).values;
    const value = array(wanted, `${name}.logits.${String(k)}.value`).values;
    logits = Math.max(
      logits,
      largest(value, (i) => values[index[i] ?? -1]),
    );
    compared += value.length;
  }
  const part = { squeeze: 0, excitation: 0 };
  for (const [key, before] of base.seLayers) {
    for (const step of ["squeeze", "excitation"] as const) {
      const values = await read((again.seLayers.get(key) ?? before)[step]);
      const value = array(wanted, `${name}.se.${key}.${step}`).values;
      part[step] = Math.max(
        part[step],
        largest(value, (i) => values[i]),
      );
      compared += value.length;
    }
  }
  return { logits, ...part, compared };
}

type EditText = Omit<SEEdit, "weights"> & { readonly weights?: readonly number[] };

function readEdits(text: string): Record<string, SEEdits> {
  const cases = JSON.parse(text) as Record<string, Record<string, EditText>>;
  const plain = ({ weights, ...rest }: EditText): SEEdit =>
    weights ? { ...rest, weights: Float32Array.from(weights) } : rest;
  return Object.fromEntries(
    Object.entries(cases).map(([name, edits]) => [
      name,
      Object.fromEntries(Object.entries(edits).map(([key, edit]) => [key, plain(edit)])),
    ]),
  );
}

function read(tensor: Tensor): Promise<Float32Array> {
  return tensor.data<"float32">();
}
