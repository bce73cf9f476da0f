/** The engine where its Core breaks, is closed, or has nothing to run. */

import { beforeAll, describe, expect, test } from "vitest";
import type { Photo } from "../trace/index.ts";
import { isAbort } from "./errors.ts";
import type { ModelFiles } from "./index.ts";
import { bundled, modelFiles, refusal, start, statesOf } from "./testing/real.ts";

let files: ModelFiles;
let motorcycle: Photo;
let coffee: Photo;

beforeAll(async () => {
  files = await modelFiles();
  motorcycle = await bundled("motorcycle");
  coffee = await bundled("coffee");
});

describe("where it breaks", () => {
  test("in the middle of a run, the run is answered after a restart that is told", async () => {
    const engine = start();
    await engine.load(files);
    const first = await engine.inspect(motorcycle);
    const before = await first.featureMaps("P5", { channels: [7] });
    const states = statesOf(engine);
    const run = engine.inspect(coffee);
    await engine.break();
    const second = await run;
    expect(second.photo).toBe(coffee);
    expect(states).toEqual(["ready", "running", "restarting", "running", "ready"]);
    expect(engine.status.notice).toBe(
      "The network stopped (the graphics context was lost) and was started again.",
    );
    // The trace from before the break runs again for its maps, once for both.
    const maps = [7, 7].map((channel) => first.featureMaps("P5", { channels: [channel] }));
    for (const map of await Promise.all(maps)) expect(map).toEqual(before);
    first.release();
    second.release();
    const third = await engine.inspect(coffee);
    const live = await engine.tensors();
    third.release();
    // Nothing but the parameters is left.
    expect(live - (await engine.tensors())).toBe(14);
    await engine.dispose();
  });

  test("again and again, it gives up in a sentence; another backend starts anew", async () => {
    const engine = start();
    await engine.load(files);
    const end = engine.watch(({ state }) => {
      if (state === "running") void engine.break();
    });
    const message = await refusal(engine.inspect(coffee));
    expect(message).toBe(
      "The network stopped again and again: found the graphics context was lost. Reload the page or choose another backend.",
    );
    expect(engine.status).toMatchObject({ state: "failed", notice: message });
    end();
    await engine.useBackend("wasm");
    expect(engine.status).toMatchObject({ state: "ready", notice: undefined });
    const trace = await engine.inspect(coffee);
    expect(trace.channelWeights("P3").excitation).toHaveLength(64);
    await engine.dispose();
  });
});

test("nothing to run is told in a sentence, and a failed load can be made again", async () => {
  const engine = start();
  expect(await refusal(engine.inspect(coffee))).toBe("No network is loaded. Load one first.");
  await refusal(engine.load({ url: "/models/nowhere" }));
  expect(engine.status).toMatchObject({ state: "failed" });
  expect(engine.status.notice).toContain("config.yaml could not be downloaded");
  await engine.load(files);
  expect(engine.status).toMatchObject({ state: "ready", notice: undefined });
  await engine.dispose();
});

test("closed, it answers nothing any more", async () => {
  const engine = start();
  await engine.load(files);
  const trace = await engine.inspect(coffee);
  const run = engine.inspect(motorcycle);
  await engine.dispose();
  await expect(run).rejects.toSatisfy(isAbort);
  await expect(trace.featureMaps("P3")).rejects.toSatisfy(isAbort);
  await expect(engine.load(files)).rejects.toSatisfy(isAbort);
  await expect(engine.inspect(coffee)).rejects.toSatisfy(isAbort);
  trace.release();
  await engine.dispose();
});
