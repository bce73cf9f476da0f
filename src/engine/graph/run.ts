/** One run of a graph: SE blocks captured, changed as edits say, and what the graph gave. */

import {
  type Rank,
  type Tensor,
  type Tensor4D,
  reshape,
  tensor,
  tidy,
  transpose,
} from "@tensorflow/tfjs-core";
import type { GraphInput, OpenedGraph, SEBlock } from "../../import/index.ts";
import { activate, partsOf } from "../../network/modules/se-parts.ts";
import type { ChannelWeights, LayerKey, SEEdit, SEEdits } from "../../trace/index.ts";
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

/** Gives the graph another squeeze, or other channel weights, for one block. */
async function applyEdit(
  executor: Executor,
  {
    block,
    edit,
    given,
    give,
  }: {
    readonly block: KeyedBlock;
    readonly edit: SEEdit;
    readonly given: ReadonlyMap<string, Tensor>;
    give(name: string, value: Tensor): void;
  },
): Promise<void> {
  const parts = partsOf(edit, block.gate);
  if (edit.squeeze !== undefined && edit.squeeze !== "mean") {
    await replace(executor, {
      ...{ given, give, name: block.squeeze, from: block.map },
      by: (map) => parts.squeeze(channelsLast(map, block)),
    });
  }
  const { weights, gate } = edit;
  if (weights === undefined && (gate === undefined || gate === block.gate)) return;
  await replace(executor, {
    ...{ given, give, name: block.excitation, from: block.sums ?? block.excitation },
    by: (sums) => {
      const flat = reshape<Rank.R2>(sums, [1, block.channels]);
      return weights || !gate ? parts.gate(flat) : activate(gate, flat);
    },
  });
}

async function replace(
  executor: Executor,
  {
    given,
    give,
    name,
    from,
    by,
  }: {
    readonly given: ReadonlyMap<string, Tensor>;
    give(name: string, value: Tensor): void;
    readonly name: string;
    readonly from: string;
    by(value: Tensor): Tensor;
  },
): Promise<void> {
  const results = await executor.run(given, [from, name]);
  try {
    const [value, shape] = [results.get(from), results.get(name)?.shape];
    if (!value || !shape) throw new Error(`${from} was not computed`);
    give(
      name,
      tidy(() => reshape(by(value), shape)),
    );
  } finally {
    for (const one of results.values()) one.dispose();
  }
}

/** Returns a map as [1, H, W, C]. */
export function channelsLast(
  map: Tensor,
  { channelsFirst }: Pick<SEBlock, "channelsFirst">,
): Tensor4D {
  const four = reshape<Rank.R4>(map, fourOf(map.shape));
  return channelsFirst ? transpose(four, [0, 2, 3, 1]) : four;
}

function fourOf(shape: readonly number[]): [number, number, number, number] {
  const [a = 1, b = 1, c = 1, d = 1] = [
    ...Array<number>(4 - Math.min(4, shape.length)).fill(1),
    ...shape,
  ];
  return [a, b, c, d];
}

/** Returns the picture, RGB in 0..1, as a tensor [1, height, width, 3 or 1] in the range and type that the graph takes. */
export function picture(
  pixels: Float32Array,
  {
    size: [height, width],
    range,
    isWhole,
    isGrey,
  }: Pick<GraphInput, "isWhole" | "isGrey" | "range"> & {
    readonly size: readonly [number, number];
  },
): Tensor {
  const [scale, shift] = range === "0..255" ? [255, 0] : range === "-1..1" ? [2, -1] : [1, 0];
  const values = (isGrey ? brightness(pixels) : pixels).map((value) => value * scale + shift);
  const shape: [number, number, number, number] = [1, height, width, isGrey ? 1 : 3];
  return isWhole
    ? tensor(Int32Array.from(values, Math.round), shape, "int32")
    : tensor(values, shape);
}

/** ITU-R BT.601, as for grey photographs. */
function brightness(pixels: Float32Array): Float32Array {
  return Float32Array.from({ length: pixels.length / 3 }, (_, k) => {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(3 * k, 3 * k + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
}
