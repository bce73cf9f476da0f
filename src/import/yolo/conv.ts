/** Conv as YOLOv5 has it: convolution, batch normalisation (or already fused), SiLU. */

import type { NamedArray } from "../../trace/index.ts";
import { wholeOf } from "../torch/attributes.ts";
import type { TorchModule } from "../torch/modules.ts";
import type { LayerReader, Place } from "./layer.ts";

/** The epsilon that our network folds batch normalisation with. */
const epsilon = 1e-3;

/** A Conv's shape and its arrays with batch normalisation as our network expects it. */
export interface ReadConv {
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  /** "conv.weight", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var". */
  readonly arrays: ReadonlyMap<string, NamedArray>;
  /** Whether batch normalisation had been fused into the convolution. */
  readonly fused: boolean;
}

/** Returns a Conv. Throws `place.fault` where it is grouped, dilated, not square or activates otherwise. */
export function readConv(module: TorchModule, place: Pick<Place, "fault">): ReadConv {
  const conv = module.children.get("conv");
  const weight = conv?.tensors.get("weight");
  const [outputs = 0, inputs = 0, kernel = 0, width = 0] = weight?.shape ?? [];
  const whole = (name: string): number | undefined => wholeOf(conv?.attributes.get(name));
  const stride = whole("stride");
  const padding = whole("padding");
  const where = module.path;
  if (!conv || !weight || kernel !== width || kernel === 0)
    throw place.fault(`a square convolution at ${where}.conv`, shapeText(weight?.shape));
  if (stride === undefined || padding === undefined)
    throw place.fault(`one stride and padding for both directions at ${where}.conv`, "others");
  if ((whole("groups") ?? 1) !== 1 || (whole("dilation") ?? 1) !== 1)
    throw place.fault(`a plain convolution at ${where}.conv`, "groups or dilation");
  const act = module.children.get("act")?.className ?? "none";
  if (act !== "SiLU") throw place.fault(`SiLU at ${where}.act`, act);
  const arrays = new Map([["conv.weight", weight.read()]]);
  const bn = module.children.get("bn");
  const fused = bn === undefined;
  if (bn) normalised(bn, arrays, place);
  else identity(conv.tensors.get("bias")?.read().values ?? new Float32Array(outputs), arrays);
  return { inputs, outputs, kernel, stride, padding, arrays, fused };
}

/** Reads Conv. */
export const convReader: LayerReader = {
  classes: ["Conv"],
  read(place) {
    const { outputs, kernel, stride, padding, arrays, fused } = readConv(place.module, place);
    const [input] = place.inputs;
    return {
      module: "Conv",
      args: [outputs, kernel, stride, padding],
      output: { channels: outputs, stride: (input?.stride ?? 1) * stride },
      arrays,
      ...(fused && { remarks: ["batch normalisation was already folded into its convolution"] }),
    };
  },
};

/** Returns arrays with a prefix before their names. */
export function under(
  prefix: string,
  arrays: ReadonlyMap<string, NamedArray>,
): [string, NamedArray][] {
  return [...arrays].map(([name, array]) => [`${prefix}.${name}`, array]);
}

function normalised(
  bn: TorchModule,
  arrays: Map<string, NamedArray>,
  place: Pick<Place, "fault">,
): void {
  const read = (name: string): NamedArray => {
    const tensor = bn.tensors.get(name);
    if (!tensor) throw place.fault(`${bn.path}.${name}`, "no such tensor");
    return tensor.read();
  };
  const variance = read("running_var");
  const own = bn.attributes.get("eps");
  // Another epsilon is the same as another scale.
  const scale = (k: number): number =>
    typeof own === "number" && own !== epsilon
      ? Math.sqrt(((variance.values[k] ?? 0) + epsilon) / ((variance.values[k] ?? 0) + own))
      : 1;
  const gamma = read("weight");
  arrays.set("bn.weight", { shape: gamma.shape, values: gamma.values.map((g, k) => g * scale(k)) });
  arrays.set("bn.bias", read("bias"));
  arrays.set("bn.running_mean", read("running_mean"));
  arrays.set("bn.running_var", variance);
}

/** Batch normalisation that only adds a bias. */
function identity(bias: Float32Array, arrays: Map<string, NamedArray>): void {
  const shape = [bias.length];
  const filled = (value: number): NamedArray => ({
    shape,
    values: new Float32Array(bias.length).fill(value),
  });
  arrays.set("bn.weight", filled(1));
  arrays.set("bn.bias", { shape, values: bias });
  arrays.set("bn.running_mean", filled(0));
  arrays.set("bn.running_var", filled(1 - epsilon));
}

function shapeText(shape: readonly number[] | undefined): string {
  return shape ? `[${shape.join(", ")}]` : "none";
}
