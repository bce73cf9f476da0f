/** A worker with one backend and the network on it, as the engine sets them up; runs and times passes. */

import { type Tensor, memory, tensor3d, version_core } from "@tensorflow/tfjs-core";
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
  rerun,
} from "../../src/network/index.ts";
import { type Choice, type Mode, reruns } from "./plan.ts";
import { plainOps } from "./plain-ops.ts";
import { testCard } from "./test-card.ts";

/** How a pass is run, and the side of its input in pixels. */
export interface PassRequest {
  readonly mode: Mode;
  readonly size: number;
}

interface Network {
  readonly plan: Plan;
  readonly parameters: Parameters;
}

const neutral = { weights: Float32Array.of(0.5) };

/** What the page drives. */
export class BenchWorker {
  private tensorsBefore = 0;
  private lost = false;
  private pixels: Float32Array = new Float32Array(0);
  private size = 0;
  private network: Network | undefined;
  /** The run that reruns start from. */
  private base: Kept | undefined;
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
    this.freeBase();
    this.network?.parameters.dispose();
    this.network = undefined;
    return memory().numTensors - this.tensorsBefore;
  }

  private async pass({ mode, size }: PassRequest) {
    const network = this.loaded();
    if (size !== this.size) {
      this.pixels = testCard(size);
      this.freeBase();
    }
    this.size = size;
    this.makePlain(mode === "plain");
    const again = reruns.find((one) => one === mode);
    if (again) this.base ??= this.forward(network, true);
    const began = performance.now();
    const kept = again
      ? rerun(network.plan, network.parameters, {
          from: this.baseRun(),
          edits: { [again]: neutral },
        })
      : this.forward(network, mode === "capture");
    const logits = await readAndFree(kept);
    const milliseconds = performance.now() - began;
    if (this.lost) throw new Error("the graphics context was lost");
    return { milliseconds, logits };
  }

  /** Uploads the pixels and runs the whole network. */
  private forward({ plan, parameters }: Network, capture: boolean): Kept {
    const pixels = tensor3d(this.pixels, [this.size, this.size, 3]);
    try {
      return forward(plan, parameters, { pixels, capture });
    } finally {
      pixels.dispose();
    }
  }

  private loaded(): Network {
    if (!this.network) throw new Error("start the worker first");
    return this.network;
  }

  private baseRun(): Kept {
    if (!this.base) throw new Error("there is no run to start from");
    return this.base;
  }

  private freeBase(): void {
    this.base?.dispose();
    this.base = undefined;
  }
}

/** Reads what the engine reads, all at once, and frees what the engine's page would later release. */
async function readAndFree(kept: Kept): Promise<Float32Array[]> {
  try {
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
    kept.dispose();
  }
}

function read(tensor: Tensor): Promise<Float32Array> {
  return tensor.data<"float32">();
}

expose(new BenchWorker());
