/** An SE module that was recognised → a line of our configuration. */

import type { NamedArray } from "../../trace/index.ts";
import type { MapSize, Place, ReadLayer } from "./layer.ts";
import { type ReadSE, recogniseSE } from "./se.ts";

/** Returns the layer of a module that is SE by what it holds, undefined where it is none. */
export function readSELayer({ module, inputs, fault }: Place): ReadLayer | undefined {
  const [input] = inputs;
  if (!input || inputs.length !== 1) return undefined;
  const se = recogniseSE(module, input.channels);
  return se && layerOfSE(se, { output: input, path: "", fault });
}

/** Returns the layer of an SE module that was recognised under a path of the module that is read. */
export function layerOfSE(
  se: ReadSE,
  { output, path, fault }: { output: MapSize; path: string } & Pick<Place, "fault">,
): ReadLayer {
  if (se.gate === "relu" || se.gate === "identity")
    throw fault("a last activation that bounds the channel weights below", se.gate);
  const plain = plainReduction(se);
  return {
    ...(plain === undefined
      ? { module: "SqueezeExcitation", args: generalArgs(se) }
      : { module: "SEAttention", args: [se.channels, plain] }),
    output,
    ...arraysOf(se, path, plain === undefined ? ["fc1", "fc2"] : ["fc.0", "fc.2"]),
    remarks: se.why,
  };
}

/** The reduction ratio where the module computes exactly what SEAttention does. */
function plainReduction({
  channels,
  first,
  second,
  hiddenActivation,
  gate,
}: ReadSE): number | undefined {
  if (!first || first.bias || second.bias || hiddenActivation !== "relu" || gate !== "sigmoid")
    return undefined;
  const reduction = Math.floor(channels / first.outputs);
  return Math.floor(channels / reduction) === first.outputs ? reduction : undefined;
}

/** Channels, hidden width (None for one matrix), its activation, the gate, whether there are biases. */
function generalArgs({
  channels,
  first,
  second,
  hiddenActivation,
  gate,
}: ReadSE): ReadLayer["args"] {
  const biases = second.bias !== undefined || first?.bias !== undefined;
  return [channels, first?.outputs ?? null, hiddenActivation, gate, biases];
}

function arraysOf(
  { first, second }: ReadSE,
  path: string,
  [one, two]: readonly [string, string],
): Pick<ReadLayer, "arrays" | "took"> {
  const arrays = new Map<string, NamedArray>();
  const took = new Map<string, readonly string[]>();
  const biases = second.bias !== undefined || first?.bias !== undefined;
  const whole = (name: string): string => (path === "" ? name : `${path}.${name}`);
  for (const [dense, name] of [
    [first, one],
    [second, two],
  ] as const) {
    if (!dense) continue;
    arrays.set(`${name}.weight`, dense.weight);
    took.set(`${name}.weight`, [whole(`${dense.name}.weight`)]);
    if (!biases) continue;
    const none: NamedArray = { shape: [dense.outputs], values: new Float32Array(dense.outputs) };
    arrays.set(`${name}.bias`, dense.bias ?? none);
    took.set(`${name}.bias`, dense.bias ? [whole(`${dense.name}.bias`)] : []);
  }
  return { arrays, took };
}
