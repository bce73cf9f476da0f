/** Lists of changes → edits as a rerun takes them, and back. */

import {
  type LayerKey,
  ReadableError,
  type SEEdit,
  type SEEdits,
  type Trace,
} from "../../trace/index.ts";
import { findSELayer } from "../layers.ts";
import { applyChange, type Change } from "./change.ts";
import { packNumbers } from "./pack.ts";

const origins = new WeakMap<SEEdits, readonly Change[]>();

/** What of a trace a change starts from. */
export type Base = Pick<Trace, "model" | "channelWeights">;

/**
 * Returns the channel weights of a layer after the changes that reach it, from those that the trace had.
 * Throws a ReadableError for a layer without channel weights, or usual means that nobody measured.
 */
export function mixedWeights(
  trace: Base,
  layer: LayerKey,
  changes: readonly Change[],
): Float32Array {
  const trained = trace.channelWeights(layer).excitation;
  const usual = findSELayer(trace.model, layer).reference?.mean;
  return changes
    .filter((change) => change.layer === layer)
    .reduce((s, change) => applyChange(s, change, { trained, usual }), trained);
}

/**
 * Returns the edits that the changes come to, of the layers whose weights then differ from the trace's own;
 * `changesOf` tells later how they came about. Throws as `mixedWeights` does.
 */
export function mixOf(trace: Base, changes: readonly Change[]): SEEdits {
  const layers = [...new Set(changes.map(({ layer }) => layer))];
  const edits = Object.fromEntries(
    layers.flatMap((layer): [LayerKey, SEEdit][] => {
      const trained = trace.channelWeights(layer).excitation;
      const weights = mixedWeights(trace, layer, changes);
      const differs = weights.some((weight, channel) => weight !== trained[channel]);
      return differs ? [[layer, { weights }]] : [];
    }),
  );
  origins.set(edits, changes);
  return edits;
}

/**
 * Returns the changes that edits came from; of edits that were made elsewhere, one change a layer. Throws a
 * ReadableError where such edits are not channel weights alone.
 */
export function changesOf(edits: SEEdits): readonly Change[] {
  return origins.get(edits) ?? Object.entries(edits).map(([layer, edit]) => given(layer, edit));
}

function given(layer: LayerKey, { weights, squeeze, gate }: SEEdit): Change {
  if (!(weights instanceof Float32Array) || squeeze !== undefined || gate !== undefined) {
    throw new ReadableError({
      what: `This edit of ${layer} can't be mixed`,
      expected: "{weights} alone, as a Float32Array",
      found: `{${Object.keys({ ...(weights && { weights }), ...(squeeze && { squeeze }), ...(gate && { gate }) }).join(", ")}}`,
      todo: "Run the network again with it, and mix the trace that comes of that",
    });
  }
  const [first = 0] = weights;
  if (weights.length === 1) return { kind: "set", layer, to: first };
  return { kind: "take", layer, from: "a cell", numbers: packNumbers(weights) };
}
