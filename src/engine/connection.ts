/** A Core to talk to: in a worker where that works, else on the page itself. */

import { proxy, wrap } from "comlink";
import { type OnProgress, ReadableError } from "../trace/index.ts";
import { type BackendChoice, isEmulated } from "./backend.ts";
import type { Door, News, StartOptions } from "./door.ts";
import { BrokenError, carryErrors, messageOf } from "./errors.ts";
import { type Lifeline, makeLifeline } from "./lifeline.ts";
import { findRenderer } from "./surroundings.ts";
import workerUrl from "./worker.ts?worker&url";

/** A started Core. It ends with a BrokenError when its worker stops or the graphics context is lost. */
export interface Connection extends Lifeline {
  readonly core: Door;
  readonly choice: BackendChoice;
  readonly place: "worker" | "page";
}

let carrying = false;
/** TensorFlow.js can't make a second graphics context on the same thread. */
let lostOnPage = false;

/**
 * Returns a Core started on the backend that fits the wish; steps of its loading are told to `onProgress`.
 * Rejects with a ReadableError where none starts anywhere.
 */
export async function connect(options: StartOptions, onProgress: OnProgress): Promise<Connection> {
  const worker = await connectWorker(options, onProgress).catch((error: unknown) => {
    console.warn(`The network can't run in a worker here (${messageOf(error)}).`);
    return undefined;
  });
  if (worker && !(options.wish !== "wasm" && isBetterOnPage(worker.choice))) return worker;
  try {
    const page = await connectPage(options, onProgress);
    worker?.end(new BrokenError("The page took its place"));
    return page;
  } catch (error) {
    if (worker) return worker;
    throw new ReadableError(
      {
        what: "The network can't run in this browser",
        expected: "WebGL 2 or WebAssembly",
        found: messageOf(error),
        todo: "Try a recent Chrome, Edge, Firefox or Safari",
      },
      { cause: error },
    );
  }
}

async function connectWorker(
  options: StartOptions,
  onProgress: OnProgress,
): Promise<Connection | undefined> {
  if (typeof Worker === "undefined") return undefined;
  if (!carrying) carryErrors();
  carrying = true;
  const worker = startWorker();
  const life = makeLifeline(() => {
    worker.terminate();
  });
  worker.addEventListener("error", (event) => {
    life.end(new BrokenError(event.message || "its worker stopped"));
  });
  const core: Door = wrap<Door>(worker);
  try {
    // One callback for the worker's whole life: each would be a channel of its own.
    const choice = await life.alive(core.start(options, proxy(listen(life, onProgress))));
    return withLife(life, { core, choice, place: "worker" });
  } catch (error) {
    life.end(new BrokenError(messageOf(error)));
    throw error;
  }
}

/**
 * A worker that is started from a file has the policy that the file came with, often none; one that is started
 * from a text of the page has the page's own, so that it reaches no server that the page can't reach.
 */
function startWorker(): Worker {
  const start = `import ${JSON.stringify(new URL(workerUrl, location.href).href)};`;
  const url = URL.createObjectURL(new Blob([start], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module", name: "SE Lens engine" });
  worker.addEventListener("error", () => {
    URL.revokeObjectURL(url);
  });
  worker.addEventListener("message", () => URL.revokeObjectURL(url), { once: true });
  return worker;
}

async function connectPage(options: StartOptions, onProgress: OnProgress): Promise<Connection> {
  // Loaded only here, so that the page does not carry TensorFlow.js where a worker has it.
  const { Core } = await import("./core.ts");
  const core = new Core();
  const life = makeLifeline(() => void core.close());
  const tell = listen(life, onProgress);
  const wish = lostOnPage ? "wasm" : options.wish;
  const choice = await core.start({ ...options, wish }, (news) => {
    if (news.kind === "lost") lostOnPage = true;
    tell(news);
  });
  const why = wish === options.wish ? choice.why : "WebGL was lost on this page.";
  return withLife(life, { core, choice: { ...choice, why }, place: "page" });
}

function listen(life: Lifeline, onProgress: OnProgress): (news: News) => void {
  return (news) => {
    if (news.kind === "progress") onProgress(news.progress);
    else life.end(new BrokenError("the graphics context was lost"));
  };
}

function withLife(
  life: Lifeline,
  started: Pick<Connection, "core" | "choice" | "place">,
): Connection {
  return {
    ...started,
    alive: (work) => life.alive(work),
    end: (error) => {
      life.end(error);
    },
    get ended() {
      return life.ended;
    },
  };
}

/** A worker without WebGL beside a page with a real graphics card: the page computes faster. */
function isBetterOnPage({ renderer }: BackendChoice): boolean {
  if (renderer !== undefined || typeof document === "undefined") return false;
  const own = findRenderer();
  return own !== undefined && !isEmulated(own);
}
