/**
 * Squeeze-and-Excitation by what a module holds: one or two small matrices from C channels back to C. The
 * names in public forks differ, the structure doesn't.
 */

import type { NamedArray } from "../../trace/index.ts";
import type { TorchModule } from "../torch/modules.ts";
import type { PickledTensor } from "../torch/tensors.ts";

/** What follows a layer of the excitation. */
export type Activation =
  "relu" | "silu" | "sigmoid" | "hardSigmoid" | "hardSwish" | "tanh" | "identity";

/** One fully connected layer of an excitation, wherever it was a linear layer or a 1×1 convolution. */
export interface ReadDense {
  /** Its place in the SE module: "fc.0", "conv1", "l1". */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** [outputs, inputs]. */
  readonly weight: NamedArray;
  /** [outputs]; undefined where it has none. */
  readonly bias: NamedArray | undefined;
}

/** An SE module that was recognised. */
export interface ReadSE {
  readonly className: string;
  readonly channels: number;
  /** C to the hidden width; undefined where one matrix does it all, as in effective SE. */
  readonly first: ReadDense | undefined;
  /** From the hidden width, or from C, to C. */
  readonly second: ReadDense;
  readonly hiddenActivation: Activation;
  readonly gate: Activation;
  /** Why it was taken for SE, and what was assumed: sentences for a person. */
  readonly why: readonly string[];
}

const activations: Readonly<Record<string, Activation>> = {
  ReLU: "relu",
  ReLU6: "relu",
  SiLU: "silu",
  Swish: "silu",
  Sigmoid: "sigmoid",
  Hardsigmoid: "hardSigmoid",
  HardSigmoid: "hardSigmoid",
  h_sigmoid: "hardSigmoid",
  Hsigmoid: "hardSigmoid",
  Hardswish: "hardSwish",
  h_swish: "hardSwish",
  Hswish: "hardSwish",
  Tanh: "tanh",
  Identity: "identity",
};

/** Classes whose last activation is called in `forward`, where a checkpoint doesn't show it. */
const assumedGates: Readonly<Record<string, Activation>> = {
  EffectiveSELayer: "hardSigmoid",
  EffectiveSEModule: "hardSigmoid",
  ES_SEModule: "hardSigmoid",
};

/**
 * Returns the SE module that this is, undefined where it is none: exactly one or two matrices of which the
 * last gives as many channels as the first reads, the hidden one being narrower, and no other parameters.
 */
export function recogniseSE(module: TorchModule, channels: number): ReadSE | undefined {
  const leaves = leavesOf(module);
  const matrices = leaves
    .filter(({ tensors }) => tensors.size > 0)
    .map((leaf) => denseOf(leaf, module));
  if (matrices.length < 1 || matrices.length > 2 || matrices.includes(undefined)) return undefined;
  const dense = matrices.filter((matrix) => matrix !== undefined);
  const [one, two] = dense;
  const [first, second] = two ? [one, two] : [undefined, one];
  if (!second || second.outputs !== channels || (first ?? second).inputs !== channels)
    return undefined;
  if (first && (first.outputs !== second.inputs || first.outputs >= channels)) return undefined;
  const { hidden, gate, why } = activationsOf(module, leaves, first !== undefined);
  const shape = first
    ? `${String(channels)} channels to ${String(first.outputs)} hidden units and back, ${first.name} and ${second.name}`
    : `one matrix of ${String(channels)} × ${String(channels)}, ${second.name}`;
  return {
    className: module.className,
    channels,
    first,
    second,
    hiddenActivation: hidden,
    gate,
    why: [`${module.className} holds ${shape}, as an SE layer does`, ...why],
  };
}

/** Leaves of the tree in the order they were made, which is the order they run in. */
function leavesOf(module: TorchModule): TorchModule[] {
  return module.children.size === 0 ? [module] : [...module.children.values()].flatMap(leavesOf);
}

function denseOf(leaf: TorchModule, module: TorchModule): ReadDense | undefined {
  const weight = leaf.tensors.get("weight");
  const bias = leaf.tensors.get("bias");
  const others = [...leaf.tensors.keys()].filter((name) => name !== "weight" && name !== "bias");
  const [outputs = 0, inputs = 0, ...sides] = weight?.shape ?? [];
  const flat = sides.length === 0 || (sides.length === 2 && sides.every((side) => side === 1));
  if (!weight || others.length > 0 || !flat || inputs === 0) return undefined;
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== outputs)) return undefined;
  return {
    name: leaf.path.slice(module.path.length + 1),
    inputs,
    outputs,
    weight: { shape: [outputs, inputs], values: values(weight) },
    bias: bias && { shape: [outputs], values: values(bias) },
  };
}

function values(tensor: PickledTensor): Float32Array {
  return tensor.read().values;
}

function activationsOf(
  module: TorchModule,
  leaves: readonly TorchModule[],
  two: boolean,
): { hidden: Activation; gate: Activation; why: string[] } {
  const seen = leaves.flatMap(({ className }) =>
    Object.hasOwn(activations, className) ? className : [],
  );
  const hidden = two ? seen[0] : undefined;
  const last = two ? seen[1] : seen[0];
  const assumed = assumedGates[module.className] ?? "sigmoid";
  const why: string[] = [];
  if (two && hidden === undefined)
    why.push("the checkpoint does not say what follows its first layer: ReLU is assumed");
  if (last === undefined)
    why.push(`the checkpoint does not say what follows its last layer: ${assumed} is assumed`);
  return {
    hidden: hidden === undefined ? "relu" : (activations[hidden] ?? "relu"),
    gate: last === undefined ? assumed : (activations[last] ?? assumed),
    why,
  };
}
