/** One run of a graph: SE blocks captured, changed as edits say, and what the graph gave. */

import type { Tensor } from "@tensorflow/tfjs-core";
import type { OpenedGraph, SEBlock } from "../../import/index.ts";
import type { ChannelWeights, LayerKey, SEEdits } from "../../trace/index.ts";
import { applyEdit } from "./apply-edit.ts";
import type { Executor } from "./executor.ts";
import { dependentsOf } from "./reach.ts";

/** An SE block under the name that cells give it. */
export type KeyedBlock = SEBlock & { readonly key: LayerKey };

/** One output as plain numbers. */
export interface Output {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What a run left. */
export interface GraphRun {
  /** On the device: every block's map, and what edits put in place. Given to the graph again, they make this run. */
  readonly held: ReadonlyMap<string, Tensor>;
  readonly channelWeights: ReadonlyMap<LayerKey, ChannelWeights>;
  readonly outputs: readonly Output[];
}

/** A graph ready to run. */
export interface Runnable extends Pick<OpenedGraph, "graph" | "outputs"> {
  readonly executor: Executor;
  readonly input: string;
  readonly blocks: readonly KeyedBlock[];
}

/**
 * Runs a graph on a picture with SE blocks edited. From a run before, the maps that do not depend on a changed
 * block are taken and not computed again. What it returns holds tensors; `free` them.
 */
export async function runGraph(
  { executor, graph, blocks, outputs, input }: Runnable,
  {
    pixels,
    edits,
    before,
  }: {
    readonly pixels: Tensor;
    readonly edits: SEEdits;
    /** A run of the same picture, and the keys of the blocks that are edited otherwise there. */
    readonly before?: { readonly run: GraphRun; readonly changed: readonly LayerKey[] };
  },
): Promise<GraphRun> {
  const given = new Map<string, Tensor>([[input, pixels]]);
  const made: Tensor[] = [];
  const give = (name: string, value: Tensor): void => {
    given.set(name, value);
    made.push(value);
  };
  try {
    if (before) {
      const changed = blocks.filter(({ key }) => before.changed.includes(key));
      const stale = dependentsOf(graph, changed.flatMap(startsOf));
      for (const [name, held] of before.run.held) if (!stale.has(name)) give(name, held.clone());
    }
    for (const block of blocks) {
      const edit = edits[block.key];
      if (edit && !given.has(block.excitation) && !given.has(block.squeeze))
        await applyEdit(executor, { block, edit, given, give });
    }
    const wanted = [...blocks.flatMap(nodesOf), ...outputs];
    const results = await executor.run(given, wanted);
    made.push(...results.values());
    const read = async (name: string): Promise<Float32Array> =>
      Float32Array.from((await results.get(name)?.data()) ?? []);
    const channelWeights = await Promise.all(
      blocks.map(async ({ key, squeeze, hidden, excitation }) => {
        const [z, h, s] = await Promise.all([read(squeeze), read(hidden), read(excitation)]);
        return [key, { squeeze: z, hidden: h, excitation: s }] as const;
      }),
    );
    const answers = await Promise.all(
      outputs.map(async (name) => ({
        name,
        shape: results.get(name)?.shape ?? [],
        values: await read(name),
      })),
    );
    const held = new Map<string, Tensor>();
    for (const { map, squeeze, excitation } of blocks) {
      held.set(map, heldOf(results, map));
      for (const name of [squeeze, excitation])
        if (given.has(name)) held.set(name, heldOf(results, name));
    }
    return { held, channelWeights: new Map(channelWeights), outputs: answers };
  } finally {
    for (const one of made) one.dispose();
  }
}

/** Frees what a run holds. */
export function freeRun({ held }: GraphRun): void {
  for (const one of held.values()) one.dispose();
}

function heldOf(results: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const found = results.get(name);
  if (!found) throw new Error(`${name} was not computed`);
  return found.clone();
}

function startsOf({ squeeze, excitation }: SEBlock): string[] {
  return [squeeze, excitation];
}

function nodesOf({ map, squeeze, hidden, excitation }: SEBlock): string[] {
  return [map, squeeze, hidden, excitation];
}
