/** Reads reference.json: what a network's channel weights usually are, measured when it was exported. */

import {
  type ChannelReference,
  type LayerKey,
  type Model,
  ReadableError,
  type SELayer,
} from "../trace/index.ts";

/**
 * Returns the model with the reference of each SE layer that the text has one for; the model itself where
 * there is no text. Throws a ReadableError that names file and layer where the text is malformed.
 */
export function withReference(
  model: Model,
  text: string | undefined,
  file = "reference.json",
): Model {
  if (text === undefined) return model;
  const references = readReference(text, model.seLayers, file);
  const seLayers = model.seLayers.map((layer): SELayer => {
    const reference = references.get(layer.key);
    return reference ? { ...layer, reference } : layer;
  });
  return { ...model, seLayers };
}

/**
 * Returns the references in the text by layer:
 * {"photographs": count, "layers": {"P3": {"mean": [C numbers], "deviation": [C numbers]}}}.
 * Throws a ReadableError that names file and layer where it is not of that form, a list has another length
 * than its SE layer has channels, a mean is not in 0..1 or a deviation below 0.
 */
export function readReference(
  text: string,
  seLayers: readonly Pick<SELayer, "key" | "channels">[],
  file = "reference.json",
): ReadonlyMap<LayerKey, ChannelReference> {
  const wrong = (where: string, expected: string, found: string): ReadableError =>
    new ReadableError({
      what: where === "" ? `${file} can't be read` : `${file}, ${where}`,
      expected,
      found,
    });
  const { photographs, layers } = parse(text, wrong);
  if (typeof photographs !== "number" || !Number.isInteger(photographs) || photographs < 1)
    throw wrong("photographs", "a whole number above 0", show(photographs));
  if (!isRecord(layers)) throw wrong("layers", "an object with one entry a layer", show(layers));
  return new Map(
    Object.entries(layers).map(([key, entry]): [LayerKey, ChannelReference] => {
      const layer = seLayers.find((one) => one.key === key);
      const known = seLayers.map((one) => one.key).join(", ") || "none in this network";
      if (!layer) throw wrong("layers", `SE layers, ${known}`, key);
      if (!isRecord(entry)) throw wrong(`layer ${key}`, "mean and deviation", show(entry));
      const read = (name: "mean" | "deviation", most: number): Float32Array =>
        readNumbers(entry[name], {
          count: layer.channels,
          most,
          wrong: (expected, found) => wrong(`layer ${key}, ${name}`, expected, found),
        });
      return [key, { photographs, mean: read("mean", 1), deviation: read("deviation", Infinity) }];
    }),
  );
}

type Wrong = (where: string, expected: string, found: string) => ReadableError;

function parse(text: string, wrong: Wrong): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong("", "JSON", error instanceof Error ? error.message : String(error));
  }
  if (!isRecord(value)) throw wrong("", "an object with photographs and layers", show(value));
  return value;
}

function readNumbers(
  value: unknown,
  {
    count,
    most,
    wrong,
  }: {
    count: number;
    most: number;
    wrong: (expected: string, found: string) => ReadableError;
  },
): Float32Array {
  if (!Array.isArray(value)) throw wrong(`a list of ${String(count)} numbers`, show(value));
  if (value.length !== count)
    throw wrong(`${String(count)} numbers, one a channel`, String(value.length));
  const range = most === Infinity ? "numbers of at least 0" : `numbers from 0 to ${String(most)}`;
  return Float32Array.from(value, (number: unknown) => {
    if (typeof number === "number" && number >= 0 && number <= most && number < Infinity)
      return number;
    throw wrong(range, show(number));
  });
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 60);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
