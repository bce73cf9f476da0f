/** `bundledWeights`: what the channel weights are on average over the bundled photographs, measured here. */

import type { Engine } from "../../engine/index.ts";
import type { LayerKey, Model, Trace } from "../../trace/index.ts";
import { Shelf, type ShelfPhoto } from "../inputs/shelf.svelte.ts";

/** The mean of s over the bundled photographs, length C, by SE layer. */
export type MeanWeights = Readonly<Record<LayerKey, Float32Array>>;

/** A run that was cancelled so often is not made again. */
const mostAttempts = 50;

/**
 * Returns `bundledWeights` for an engine; it runs every bundled photograph once a page and then remembers.
 * It gives way: whenever something else runs, it waits, and a run that was cancelled is made again.
 */
export function bundledWeightsWith(
  engine: Engine,
  { model, size }: { readonly model: () => Promise<Model>; readonly size: number },
): () => Promise<MeanWeights> {
  let known: Promise<MeanWeights> | undefined;
  const measure = async (): Promise<MeanWeights> => {
    const { seLayers } = await model();
    // Of the bundled ones only: what a person brought in would make the mean another for each.
    const shelf = new Shelf(() => Promise.reject(new Error("no own photographs")));
    await shelf.open();
    const sums = new Map(seLayers.map(({ key, channels }) => [key, new Float64Array(channels)]));
    for (const photo of shelf.photos) {
      const trace = await run(photo);
      for (const [key, sum] of sums) {
        trace.channelWeights(key).excitation.forEach((s, c) => (sum[c] = (sum[c] ?? 0) + s));
      }
      trace.release();
    }
    const count = shelf.photos.length;
    return Object.fromEntries(
      [...sums].map(([key, sum]) => [key, Float32Array.from(sum, (total) => total / count)]),
    );
  };
  const run = async (shown: ShelfPhoto): Promise<Trace> => {
    const photo = await shown.load(new AbortController().signal);
    for (let attempt = 1; ; attempt++) {
      await idle(engine);
      try {
        return await engine.inspect(photo, { size });
      } catch (error) {
        const cancelled = error instanceof DOMException && error.name === "AbortError";
        if (!cancelled || attempt === mostAttempts) throw error;
      }
    }
  };
  return () => {
    known ??= measure().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

/** Resolves when the engine has nothing to do. */
function idle(engine: Engine): Promise<void> {
  return new Promise((resolve) => {
    const stop = engine.watch(({ state }) => {
      if (state !== "ready" && state !== "failed") return;
      // The listener is told at once, before `watch` has returned.
      queueMicrotask(() => {
        stop();
      });
      resolve();
    });
  });
}
