/** Edits of SE layers: checked against a plan, and put on top of others. */

import { ReadableError, type SEEdit, type SEEdits, gates, squeezes } from "../trace/index.ts";
import type { Plan, PlannedLayer } from "./plan.ts";

/**
 * Returns the edits by their layers' keys ("26" becomes "P5"), empty ones among them. Throws a ReadableError
 * for a layer that there is not or that is no SE layer, weights of a wrong length or not finite, and unknown parts.
 */
export function checkEdits(plan: Plan, edits: SEEdits): SEEdits {
  return Object.fromEntries(
    Object.entries(edits).map(([key, edit]) => {
      const layer = findSE(plan, key);
      checkEdit({ key: layer.key, channels: layer.output.channels }, edit);
      return [layer.key, edit];
    }),
  );
}

/** Returns the edits with newer ones in their layers' place; an empty edit puts its layer back as trained. */
export function mergeEdits(older: SEEdits, newer: SEEdits): SEEdits {
  const all = Object.entries({ ...older, ...newer });
  return Object.fromEntries(all.filter(([, edit]) => Object.keys(edit).length > 0));
}

/** Returns the indices of the edited layers. */
export function editedLayers(plan: Plan, edits: SEEdits): number[] {
  return plan.seLayers.filter(({ key }) => Object.hasOwn(edits, key)).map(({ index }) => index);
}

function findSE(plan: Plan, key: string): PlannedLayer {
  const found = plan.seLayers.find((layer) => layer.key === key || String(layer.index) === key);
  if (found) return found;
  const other = plan.layers.find(({ index }) => String(index) === key);
  const keys = plan.seLayers.map((layer) => layer.key).join(", ");
  throw new ReadableError({
    what: other
      ? `Layer ${key} is ${other.type.name} and can't be edited`
      : `There is no layer ${key} to edit`,
    expected: keys === "" ? "an SE layer, but this network has none" : `an SE layer: ${keys}`,
  });
}

/** Throws a ReadableError where an edit does not fit an SE layer of so many channels. */
export function checkEdit(
  layer: { readonly key: string; readonly channels: number },
  edit: SEEdit,
): void {
  const fault = (part: string, expected: string, found: string): ReadableError =>
    new ReadableError({ what: `The edit of ${layer.key}, ${part}`, expected, found });
  const { squeeze, gate, weights } = edit;
  const unknown = Object.keys(edit).find((part) => !["squeeze", "gate", "weights"].includes(part));
  if (unknown !== undefined) throw fault("its parts", "squeeze, gate or weights", unknown);
  if (squeeze !== undefined && !squeezes.includes(squeeze))
    throw fault("squeeze", `one of ${squeezes.join(", ")}`, String(squeeze));
  if (gate !== undefined && !gates.includes(gate))
    throw fault("gate", `one of ${gates.join(", ")}`, String(gate));
  if (weights === undefined) return;
  const { channels } = layer;
  if (!(weights instanceof Float32Array) || ![1, channels].includes(weights.length)) {
    const found =
      weights instanceof Float32Array ? `${String(weights.length)} numbers` : typeof weights;
    throw fault("weights", `a Float32Array of ${String(channels)} numbers, or of 1 for all`, found);
  }
  const odd = weights.find((weight) => !Number.isFinite(weight));
  if (odd !== undefined) throw fault("weights", "finite numbers", String(odd));
}
