/** Traces of a notebook that is edited while the network runs: each is released, none is left behind. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { compileCell } from "../compile/compile-cell.ts";
import type { CompiledCell } from "../compiled.ts";
import { startEngine } from "../../engine/index.ts";
import type { Photo } from "../../trace/index.ts";
import { inspectWith } from "../library/inspect.ts";
import { rerunWith } from "../library/rerun.ts";
import { Running } from "./running-notebook.ts";
import type { CellState } from "./state.ts";

const engine = startEngine({ backend: "wasm", size: 64 });
let before: number;

beforeAll(async () => {
  await engine.load({ url: "/models/se-yolov5n" });
  before = await engine.tensors();
});
afterAll(() => engine.dispose());

const photo: Photo = {
  ...{ name: "noise", width: 64, height: 64 },
  pixels: Uint8ClampedArray.from({ length: 64 * 64 * 4 }, (_, i) => (i * 73) % 256),
};

const js = (id: number, source: string): Promise<CompiledCell> =>
  compileCell({ id, mode: "js", source, pinned: false, hidden: false }, { trusted: true });

test("replacing, stopping, removing and closing leave no tensors behind", async () => {
  const states = new Map<number, CellState>();
  const model = (): Promise<void> => Promise.resolve();
  const page = new Running({
    library: {
      photo: () => photo,
      inspect: () => inspectWith(engine, { model, size: 64 }),
      rerun: () => rerunWith(engine),
    },
    onState: (id, state) => states.set(id, state),
    showError: (error) =>
      Object.assign(document.createElement("p"), { textContent: String(error) }),
  });
  const cells = [
    await js(1, "const trace = inspect(photo);"),
    await js(2, "const edited = rerun(trace, {P5: 0.5});"),
    await js(3, "edited.detections.length"),
  ];
  for (const cell of cells) {
    const root = document.createElement("div");
    document.body.append(root);
    page.start(cell, root);
  }
  const done = (): Promise<void> =>
    expect.poll(() => states.get(3), { timeout: 30_000 }).toBe("done");
  const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200));
  await done();
  const standing = await engine.tensors();
  expect(standing).toBeGreaterThan(before);
  // An edit while the network runs, and one after it.
  page.replace(await js(1, "const trace = inspect(photo, {size: 64});"));
  page.replace(await js(1, "await null; const trace = inspect(photo);"));
  await done();
  await rest();
  await done();
  expect(await engine.tensors()).toBe(standing);
  page.rerun(1);
  await new Promise(requestAnimationFrame);
  page.stop(1);
  await rest();
  page.rerun(1);
  await done();
  await rest();
  expect(await engine.tensors()).toBe(standing);
  page.remove(2);
  await expect.poll(() => states.get(3)).toBe("failed");
  page.dispose();
  await expect.poll(() => engine.tensors(), { timeout: 10_000 }).toBe(before);
});
