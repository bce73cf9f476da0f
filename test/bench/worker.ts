/** A worker with one backend and the network on it, as the engine sets them up; runs and times passes. */

import { type Tensor, type Tensor3D, memory, tensor3d, version_core } from "@tensorflow/tfjs-core";
import { getThreadsCount } from "@tensorflow/tfjs-backend-wasm/dist/base.js";
import { expose } from "comlink";
import type { Surroundings } from "../../src/engine/backend.ts";
import { fetchModel } from "../../src/engine/fetch-model.ts";
import { setUp } from "../../src/engine/set-up.ts";
import { lookAround } from "../../src/engine/surroundings.ts";
import { readSafetensors } from "../../src/import/safetensors.ts";
import {
  type Kept,
  type Parameters,
  type Plan,
  forward,
  placeParameters,
  planNetwork,
  readConfig,
} from "../../src/network/index.ts";
import type { Choice, Mode } from "./plan.ts";
import { plainOps } from "./plain-ops.ts";
import { testCard } from "./test-card.ts";

/** How a pass is run, and the side of its input in pixels. */
export interface PassRequest {
  readonly mode: Mode;
  readonly size: number;
}

/** What the page drives. */
export class BenchWorker {
  private tensorsBefore = 0;
  private lost = false;
  private pixels: Float32Array = new Float32Array(0);
  private size = 0;
  private network: { plan: Plan; parameters: Parameters } | undefined;
  private makePlain: (plain: boolean) => void = () => undefined;

  /** Returns what the browser offers to a worker, and TensorFlow.js's version. */
  lookAround(): Surroundings & { readonly tensorflow: string } {
    return { ...lookAround(), tensorflow: version_core };
  }

  /** Sets the backend up and loads the network of a folder. Rejects where fewer threads than chosen run. */
  async start(choice: Choice, model: string): Promise<void> {
    await setUp(choice, () => {
      this.lost = true;
    });
    this.tensorsBefore = memory().numTensors;
    const { config, parameters } = await fetchModel(model);
    const plan = planNetwork(readConfig(config));
    this.network = { plan, parameters: placeParameters(plan, readSafetensors(parameters).arrays) };
    this.makePlain = plainOps(choice.backend);
    if (choice.backend !== "wasm" || choice.threads === 1) return;
    const threads = getThreadsCount();
    if (threads !== choice.threads)
      throw new Error(`${String(threads)} of ${String(choice.threads)} threads run`);
  }

  /** Returns a pass's milliseconds, from the input's upload to the last number read and the last tensor freed. */
  async time(request: PassRequest): Promise<number> {
    return (await this.pass(request)).milliseconds;
  }

  /** Returns a pass's logits, one array a head. */
  async logits(request: PassRequest): Promise<readonly Float32Array[]> {
    return (await this.pass(request)).logits;
  }

  /** Frees the network. Returns how many tensors are left over. */
  finish(): number {
    this.makePlain(false);
    this.network?.parameters.dispose();
    this.network = undefined;
    return memory().numTensors - this.tensorsBefore;
  }

  private async pass({ mode, size }: PassRequest) {
    if (!this.network) throw new Error("start the worker first");
    const { plan, parameters } = this.network;
    if (size !== this.size) this.pixels = testCard(size);
    this.size = size;
    this.makePlain(mode === "plain");
    const began = performance.now();
    const pixels = tensor3d(this.pixels, [size, size, 3]);
    const logits = await forwardAndRead({ plan, parameters, pixels, capture: mode === "capture" });
    const milliseconds = performance.now() - began;
    if (this.lost) throw new Error("the graphics context was lost");
    return { milliseconds, logits };
  }
}

interface PassOptions {
  readonly plan: Plan;
  readonly parameters: Parameters;
  /** Freed here. */
  readonly pixels: Tensor3D;
  readonly capture: boolean;
}

/** Reads what the engine reads, all at once, and frees what the engine's page would later release. */
async function forwardAndRead({
  plan,
  parameters,
  pixels,
  capture,
}: PassOptions): Promise<Float32Array[]> {
  let kept: Kept | undefined;
  try {
    kept = forward(plan, parameters, { pixels, capture });
    const [logits] = await Promise.all([
      Promise.all(kept.logits.map(read)),
      Promise.all(
        [...kept.seLayers.values()].flatMap((se) =>
          [se.squeeze, se.hidden, se.excitation].map(read),
        ),
      ),
    ]);
    return logits;
  } finally {
    kept?.dispose();
    pixels.dispose();
  }
}

function read(tensor: Tensor): Promise<Float32Array> {
  return tensor.data<"float32">();
}

expose(new BenchWorker());
