/**
 * Parameters drawn anew, to see whether an explanation looks at them at all (Adebayo, Gilmer, Muelly, Goodfellow,
 * Hardt, Kim: "Sanity Checks for Saliency Maps", arXiv 1810.03292).
 */

import { type Tensor, tensor1d, tensor2d, tensor4d } from "@tensorflow/tfjs-core";
import { normalNumbers, seedOf } from "../trace/index.ts";
import type { PlacedConv, PlacedDense } from "./modules/module.ts";
import type { Parameters } from "./parameters.ts";
import { type Plan, unitPrefix } from "./plan.ts";

/** Which layers get new numbers. */
export interface RandomiseOptions {
  /** Indices of the layers. */
  readonly layers: Iterable<number>;
  /** The same seed gives the same numbers; a tensor's do not depend on which other layers are drawn. */
  readonly seed: number;
}

/** Returns the layers that have parameters, from the output towards the input: Detect first. */
export function layersFromOutput(plan: Plan): number[] {
  return plan.layers
    .filter((layer) => [layer.plan, ...layer.chain].some(({ units }) => units.length > 0))
    .map(({ index }) => index)
    .reverse();
}

/**
 * Returns parameters in which every tensor of the layers is drawn anew from a normal distribution with that
 * tensor's own mean and standard deviation: filters as they stand on the device, with batch normalisation folded
 * in, biases, and the matrices of SE. All other layers share the given parameters' tensors. `dispose` frees only
 * what was drawn, and must be called before the given parameters are freed.
 */
export async function randomise(
  plan: Plan,
  parameters: Parameters,
  { layers, seed }: RandomiseOptions,
): Promise<Parameters> {
  const convs = new Map<string, PlacedConv>();
  const denses = new Map<string, PlacedDense>();
  const drawn: Tensor[] = [];
  const dispose = (): void => {
    for (const tensor of drawn) tensor.dispose();
    drawn.length = 0;
  };
  const draw = async <T extends Tensor>(
    name: string,
    tensor: T,
    place: (values: Float32Array) => T,
  ): Promise<T> => {
    const made = place(redrawn(await tensor.data<"float32">(), seedOf(name, seed)));
    drawn.push(made);
    return made;
  };
  try {
    for (const prefix of prefixes(plan, layers)) {
      const { kind, name } = prefix;
      if (kind === "dense") {
        const { unit, matrix, bias } = parameters.dense(name);
        const place = (values: Float32Array): typeof matrix => tensor2d(values, matrix.shape);
        denses.set(name, {
          unit,
          matrix: await draw(name, matrix, place),
          bias: bias && (await draw(`${name}.bias`, bias, (values) => tensor1d(values))),
        });
        continue;
      }
      const { unit, filter, bias } = parameters.conv(name);
      convs.set(name, {
        unit,
        filter: await draw(name, filter, (values) => tensor4d(values, filter.shape)),
        bias: await draw(`${name}.bias`, bias, (values) => tensor1d(values)),
      });
    }
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    conv: (prefix) => convs.get(prefix) ?? parameters.conv(prefix),
    dense: (prefix) => denses.get(prefix) ?? parameters.dense(prefix),
    dispose,
  };
}

/** Returns as many numbers, normally distributed with the mean and the standard deviation of these. */
export function redrawn(values: Float32Array, seed: number): Float32Array {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / values.length);
  const next = normalNumbers(seed);
  return values.map(() => mean + deviation * next());
}

function prefixes(
  plan: Plan,
  layers: Iterable<number>,
): { readonly kind: "conv" | "dense"; readonly name: string }[] {
  const wanted = new Set(layers);
  return plan.layers
    .filter(({ index }) => wanted.has(index))
    .flatMap((layer) =>
      [layer.plan, ...layer.chain].flatMap((part, copy) =>
        part.units.map(({ kind, name }) => ({ kind, name: unitPrefix(layer, { copy, name }) })),
      ),
    );
}
