/** The page that the command line drives: one worker a configuration, one pass at a time. */

import { type Remote, wrap } from "comlink";
import type { Surroundings } from "../../src/engine/backend.ts";
import { largestDifference } from "./difference.ts";
import { type Choice, reruns } from "./plan.ts";
import type { BenchWorker, PassRequest } from "./worker.ts";

/** What the command line calls in the page. */
export interface BenchPage {
  lookAround(): Promise<Surroundings & { readonly tensorflow: string }>;
  /** Makes a worker with this backend. Rejects where it does not start. */
  start(key: string, choice: Choice): Promise<void>;
  /** Runs a pass for the first time; the page's first one at a size is what the others are compared with. */
  warmUp(key: string, request: PassRequest): Promise<{ readonly logitDifference: number }>;
  /** Runs a pass. Returns its milliseconds. */
  time(key: string, request: PassRequest): Promise<number>;
  /** Frees the worker's network. Returns how many tensors are left over. */
  finish(key: string): Promise<number>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

/** In milliseconds; a backend that is not up by then hangs. */
const longestStart = 120_000;

const model = new URL("models/se-yolov5n", document.baseURI).href;
const workers = new Map<
  string,
  { readonly remote: Remote<BenchWorker>; readonly failed: Promise<never> }
>();
const expected = new Map<string, readonly Float32Array[]>();

function launch() {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener("error", ({ message }) => {
      // A thread's failure comes without its words.
      const thread = message.includes("[object ErrorEvent]");
      reject(new Error(thread ? "one of its threads broke" : message || "its worker broke"));
    });
  });
  failed.catch(() => undefined);
  return { worker, failed, remote: wrap<BenchWorker>(worker) };
}

function tooLate(why: string): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => {
      reject(new Error(why));
    }, longestStart);
  });
}

/** Waits for a worker's answer or its failure, whichever comes. */
function ask<T>(key: string, question: (remote: Remote<BenchWorker>) => Promise<T>): Promise<T> {
  const found = workers.get(key);
  if (!found) throw new Error(`there is no worker ${key}`);
  return Promise.race([question(found.remote), found.failed]);
}

window.bench = {
  async lookAround() {
    const { worker, remote, failed } = launch();
    const found = await Promise.race([remote.lookAround(), failed]);
    worker.terminate();
    return found;
  },
  async start(key, choice) {
    const launched = launch();
    try {
      const started = launched.remote.start(choice, model);
      await Promise.race([started, launched.failed, tooLate("it does not start")]);
      workers.set(key, launched);
    } catch (error) {
      // Its threads would go on trying beside the others' runs.
      launched.worker.terminate();
      throw error;
    }
  },
  async warmUp(key, request) {
    const logits = await ask(key, (remote) => remote.logits(request));
    // A rerun's logits are other ones, and are compared with the first configuration's same rerun.
    const kind = `${String(request.size)} ${reruns.find((one) => one === request.mode) ?? "whole"}`;
    const wanted = expected.get(kind) ?? logits;
    expected.set(kind, wanted);
    return { logitDifference: largestDifference(logits, wanted) };
  },
  time: (key, request) => ask(key, (remote) => remote.time(request)),
  finish: (key) => ask(key, (remote) => remote.finish()),
};
