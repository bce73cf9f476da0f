/** A loaded graph: runs photographs, and again with SE blocks changed; keeps what figures may still ask. */

import type { Tensor } from "@tensorflow/tfjs-core";
import { letterbox } from "../../image/letterbox.ts";
import type { InputRange, OpenedGraph } from "../../import/index.ts";
import { checkEdit, mergeEdits } from "../../network/edits.ts";
import {
  type FeatureMaps,
  type Letterbox,
  type Model,
  type Photo,
  ReadableError,
  type SEEdits,
} from "../../trace/index.ts";
import type { MapRequest, RunResult } from "../door.ts";
import { type WholeMap, onDevice } from "../download.ts";
import { cutChannels } from "../maps.ts";
import { meaningOf } from "./answers.ts";
import { candidatesOf } from "./boxes.ts";
import type { Executor } from "./executor.ts";
import { channelsLast, picture } from "./picture.ts";
import { type GraphRun, type KeyedBlock, type Runnable, freeRun, runGraph } from "./run.ts";

interface Run extends GraphRun {
  readonly pixels: Float32Array;
  readonly size: readonly [height: number, width: number];
  readonly letterbox: Letterbox;
  readonly photo: { readonly width: number; readonly height: number };
  readonly edits: SEEdits;
}

// Below those of other networks' runs: a number never names two runs.
let handles = 0;

/** A graph on the device. Made by `loadGraph` in load.ts. */
export class GraphNetwork {
  readonly model: Model;
  private readonly opened: OpenedGraph;
  private readonly range: InputRange;
  private readonly runnable: Runnable;
  private readonly runs = new Map<number, Run>();

  constructor(
    opened: OpenedGraph,
    parts: { readonly range: InputRange; readonly model: Model; readonly executor: Executor },
  ) {
    this.opened = opened;
    this.range = parts.range;
    this.model = parts.model;
    const { graph, outputs, input, blocks } = opened;
    const keyed = blocks.flatMap((block): KeyedBlock[] => {
      const place = opened.layers.findIndex(({ node }) => node === block.product);
      return place < 0 ? [] : [{ ...block, key: String(place) }];
    });
    const { executor } = parts;
    this.runnable = { graph, outputs, executor, input: input.node, blocks: keyed };
  }

  /** Runs the graph on a photograph letterboxed to its own input, or to a square of `side` where it takes any. */
  async inspect(photo: Photo, side: number, edits: SEEdits): Promise<RunResult> {
    const size = this.opened.input.size ?? [side, side];
    const { pixels, letterbox: fit } = letterbox(photo, { height: size[0], width: size[1] });
    const { width, height } = photo;
    return this.run(
      { pixels, size, letterbox: fit, photo: { width, height } },
      this.checked(edits),
    );
  }

  /** Runs again what depends on the edited blocks, on top of the run's own edits. */
  async rerun(handle: number, edits: SEEdits): Promise<RunResult> {
    const before = this.runOf(handle);
    const changed = Object.keys(this.checked(edits));
    return this.run(before, mergeEdits(before.edits, edits), { run: before, changed });
  }

  /** Returns a layer's maps; an SE block's before or after recalibration. */
  async featureMaps({ handle, layer: key, channels, at }: MapRequest): Promise<FeatureMaps> {
    const run = this.runOf(handle);
    const layer = this.opened.layers[Number(key)];
    if (!layer || String(Number(key)) !== key) {
      const last = String(this.opened.layers.length - 1);
      throw new ReadableError({ what: `There is no layer ${key}`, expected: `0 to ${last}` });
    }
    const block = this.runnable.blocks.find((one) => one.key === key);
    if (at === "input" && !block) {
      const keys = this.runnable.blocks.map((one) => one.key).join(", ") || "none in this graph";
      throw new ReadableError({
        what: `Layer ${key} has no maps before recalibration`,
        expected: `an SE layer: ${keys}`,
      });
    }
    const node = block ? block.map : layer.node;
    const whole = await onDevice(() => this.readMap(run, { node, block }));
    const scale = at === "output" ? run.channelWeights.get(key)?.excitation : undefined;
    return { layer: key, at, ...cutChannels(whole, { channels, scale, layer: key }) };
  }

  /** Returns whether a run is its own. */
  has(handle: number): boolean {
    return this.runs.has(handle);
  }

  /** Frees a run. Safe to call twice. */
  release(handle: number): void {
    const run = this.runs.get(handle);
    if (run) freeRun(run);
    this.runs.delete(handle);
  }

  /** Frees everything. */
  dispose(): void {
    for (const handle of [...this.runs.keys()]) this.release(handle);
    this.runnable.executor.dispose();
  }

  private checked(edits: SEEdits): SEEdits {
    for (const [key, edit] of Object.entries(edits)) {
      const block = this.runnable.blocks.find((one) => one.key === key);
      if (block) {
        checkEdit(block, edit);
        continue;
      }
      const keys = this.runnable.blocks.map((one) => one.key).join(", ");
      throw new ReadableError({
        what: `Layer ${key} can't be edited`,
        expected: keys === "" ? "an SE layer, but this graph has none" : `an SE layer: ${keys}`,
      });
    }
    return edits;
  }

  private async run(
    { pixels, size, letterbox: fit, photo }: Omit<Run, keyof GraphRun | "edits">,
    edits: SEEdits,
    before?: { readonly run: GraphRun; readonly changed: readonly string[] },
  ): Promise<RunResult> {
    const began = performance.now();
    const input = this.pictureOf({ pixels, size });
    let done: GraphRun;
    try {
      done = await onDevice(() =>
        runGraph(this.runnable, { pixels: input, edits, ...(before && { before }) }),
      );
    } finally {
      input.dispose();
    }
    const milliseconds = performance.now() - began;
    const handle = --handles;
    this.runs.set(handle, { ...done, pixels, size, letterbox: fit, photo, edits });
    const meaning = meaningOf(done.outputs, size);
    const className = (index: number): string =>
      this.model.classes[index] ?? `class ${String(index)}`;
    const found =
      meaning.kind === "boxes"
        ? {
            candidates: candidatesOf(meaning.output, meaning.layout, {
              ...{ size, letterbox: fit, photo, className },
            }),
          }
        : { candidates: [], answer: meaning.answer };
    const channelWeights = [...done.channelWeights];
    return { handle, letterbox: fit, edits, channelWeights, milliseconds, ...found };
  }

  private async readMap(
    run: Run,
    { node, block }: { readonly node: string; readonly block: KeyedBlock | undefined },
  ): Promise<WholeMap> {
    const input = this.pictureOf(run);
    const given = new Map<string, Tensor>([[this.runnable.input, input], ...run.held]);
    try {
      const results = await this.runnable.executor.run(given, [node]);
      const made = [...results.values()];
      try {
        const [first] = made;
        if (!first) throw new Error(`${node} was not computed`);
        const map = channelsLast(first, { channelsFirst: block?.channelsFirst ?? false });
        made.push(map);
        const [, height, width, channels] = map.shape;
        return { shape: [height, width, channels], values: Float32Array.from(await map.data()) };
      } finally {
        for (const one of made) one.dispose();
      }
    } finally {
      input.dispose();
    }
  }

  private pictureOf({ pixels, size }: Pick<Run, "pixels" | "size">): Tensor {
    return picture(pixels, { ...this.opened.input, size, range: this.range });
  }

  private runOf(handle: number): Run {
    const run = this.runs.get(handle);
    if (run) return run;
    throw new ReadableError({ what: "The run was released", todo: "Run the network again" });
  }
}
