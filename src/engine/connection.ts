/** A Core to talk to: in a worker where that works, else on the page itself. */

import { proxy, wrap } from "comlink";
import { type BackendChoice, type BackendWish, isEmulated } from "./backend.ts";
import type { Core } from "./core.ts";
import { carryErrors } from "./errors.ts";

/** A Core's methods as promises. */
export type RemoteCore = {
  [K in keyof Core]: Core[K] extends (...args: infer A) => infer R
    ? (...args: A) => Promise<Awaited<R>>
    : never;
};

/** A started Core. */
export interface Connection {
  readonly core: RemoteCore;
  readonly choice: BackendChoice;
  readonly place: "worker" | "page";
  /** Rejects when the Core died: its worker broke or the graphics context was lost. Never resolves. */
  readonly died: Promise<never>;
  /** Ends it. What was waiting for an answer is told by `died` alone. */
  close(): void;
  /** Breaks it on purpose, as a lost graphics context would; for tests. */
  kill(why: string): void;
}

let carrying = false;

/** Returns a Core started on the backend that fits the wish. Rejects where none starts anywhere. */
export async function connect(wish: BackendWish): Promise<Connection> {
  if (!carrying) carryErrors();
  carrying = true;
  if (typeof Worker !== "undefined") {
    const connection = await connectWorker(wish);
    // A worker without WebGL beside a page with a real one: the page computes faster.
    const better = wish !== "wasm" && connection.choice.backend === "wasm" && pageHasGraphicsCard();
    if (!better) return connection;
    connection.close();
  }
  return connectPage(wish);
}

async function connectWorker(wish: BackendWish): Promise<Connection> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    type: "module",
    name: "SE Lens engine",
  });
  const { died, kill } = mortality();
  worker.addEventListener("error", (event) => {
    kill(event.message || "its worker stopped");
  });
  const core = wrap<Core>(worker) as unknown as RemoteCore;
  const lost = proxy(() => {
    kill("the graphics context was lost");
  });
  try {
    const choice = await Promise.race([core.start(wish, lost), died]);
    return {
      core,
      choice,
      place: "worker",
      died,
      kill,
      close: () => {
        worker.terminate();
      },
    };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

async function connectPage(wish: BackendWish): Promise<Connection> {
  // Loaded only here, so that the page does not carry TensorFlow.js where a worker has it.
  const { Core } = await import("./core.ts");
  const { died, kill } = mortality();
  const core = new Core();
  const choice = await core.start(wish, () => {
    kill("the graphics context was lost");
  });
  return {
    core: core as unknown as RemoteCore,
    choice,
    place: "page",
    died,
    kill,
    close: () => undefined,
  };
}

function mortality(): { died: Promise<never>; kill: (why: string) => void } {
  let kill: (why: string) => void = () => undefined;
  const died = new Promise<never>((_, reject) => {
    kill = (why) => {
      reject(new Error(why));
    };
  });
  // Somebody else listens; alone it must not count as unhandled.
  died.catch(() => undefined);
  return { died, kill };
}

function pageHasGraphicsCard(): boolean {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return false;
  const details = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(details ? details.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  // A worker that saw the same emulated card chose WebAssembly for good reason.
  return !isEmulated(name) && typeof OffscreenCanvas === "undefined";
}
