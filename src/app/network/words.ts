/** A network in words. */

import type { Model, SELayer } from "../../trace/index.ts";

/** Returns "3 classes, 3 SE layers, 0.2 million parameters". */
export function inShort({ classes, seLayers, parameters }: Model): string {
  const se =
    seLayers.length === 0 ? "no SE layer" : counted(seLayers.length, "SE layer", "SE layers");
  return `${counted(classes.length, "class", "classes")}, ${se}, ${parametersText(parameters)}`;
}

/** Returns a count of parameters: "1,867,405 parameters". */
export function parametersText(parameters: number): string {
  return `${parameters.toLocaleString("en")} parameters`;
}

/** Returns where SE stands in a network, in a sentence for a person. */
export function seSentence({ seLayers }: Pick<Model, "seLayers">): string {
  if (seLayers.length === 0)
    return "This network has no SE layer. It runs, and its feature maps can be seen; there are no channel weights to look at.";
  const named = seLayers.map(({ key, index }) => (key === String(index) ? `layer ${key}` : key));
  return seLayers.length === 1
    ? `One SE layer: ${named.join("")}.`
    : `${String(seLayers.length)} SE layers: ${named.join(", ")}.`;
}

/** Returns how an SE layer differs from the paper's (W1, ReLU, W2, sigmoid, no biases); empty where it does not. */
export function differences(layer: SELayer): readonly string[] {
  const { activation, gate, firstBias, secondBias, first, hidden, channels } = layer;
  return [
    ...(isIdentity(first, { hidden, channels }) ? ["one matrix and no hidden layer"] : []),
    ...(activation === "relu" ? [] : [`${activation} in place of ReLU`]),
    ...(gate === "sigmoid" ? [] : [`${gate} in place of the sigmoid`]),
    ...(firstBias || secondBias ? ["biases"] : []),
  ];
}

function isIdentity(
  values: Float32Array,
  { hidden, channels }: Pick<SELayer, "hidden" | "channels">,
): boolean {
  if (hidden !== channels) return false;
  return values.every((value, i) => value === (i % (channels + 1) === 0 ? 1 : 0));
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
