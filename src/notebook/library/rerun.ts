/** `rerun`: runs the network again from SE layers that a cell changed. */

import type { Engine } from "../../engine/index.ts";
import {
  type LayerKey,
  ReadableError,
  type SEEdit,
  type SEEdits,
  type Trace,
} from "../../trace/index.ts";
import { checkTrace } from "./check-trace.ts";
import { releasedTrace } from "./released.ts";

/** Channel weights as a cell may write them: one number for all channels, or one for each. */
export type Weights = number | Iterable<number>;

/** An edit whose weights are in any of these forms. */
export type CellParts = Omit<SEEdit, "weights"> & { readonly weights?: Weights };

/** What a cell may say of an SE layer: weights, a function from its weights to new ones, or an edit. */
export type CellEdit = Weights | ((weights: Float32Array) => Weights) | CellParts;

/** How a cell asks for a rerun. */
export type Rerun = (
  trace: Trace,
  edits: Readonly<Record<LayerKey, CellEdit>>,
) => AsyncGenerator<Trace, void>;

/** Returns `rerun` for an engine. It throws a ReadableError where the trace or an edit is none. */
export function rerunWith(engine: Engine): Rerun {
  return (trace, edits) => {
    checkTrace(trace, "rerun(trace, {P5: 0.5})");
    const plain = plainEdits(trace, edits);
    return releasedTrace((signal) => engine.rerun(trace, plain, { signal }));
  };
}

/**
 * Returns edits as the engine takes them; functions are given a copy of the trace's own channel weights.
 * Throws a ReadableError for what is neither numbers, a function nor an edit.
 */
export function plainEdits(
  trace: Pick<Trace, "channelWeights">,
  edits: Readonly<Record<LayerKey, CellEdit>>,
): SEEdits {
  return Object.fromEntries(
    Object.entries(edits).map(([layer, edit]): [LayerKey, SEEdit] => {
      const given =
        typeof edit === "function" ? edit(trace.channelWeights(layer).excitation.slice()) : edit;
      if (typeof given === "number") return [layer, { weights: Float32Array.of(given) }];
      if (typeof given === "object" && given !== null) {
        if (Symbol.iterator in given) return [layer, { weights: Float32Array.from(given) }];
        if (typeof edit !== "function") return [layer, withArray(given)];
      }
      throw new ReadableError({
        what: `The edit of ${layer}`,
        expected: "a number, an array of them, a function s => new s, or {squeeze, gate, weights}",
        found:
          typeof edit === "function" ? `a function that returns ${String(given)}` : String(given),
      });
    }),
  );
}

/** In a cell, an edit's weights may be a number or any list too. */
function withArray({ weights, ...rest }: CellParts): SEEdit {
  if (weights === undefined) return rest;
  const list = typeof weights === "number" ? [weights] : weights;
  return { ...rest, weights: Float32Array.from(list) };
}
