/** `attribute` as cells use it: results come in parts, and a cell that runs again ends the work. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Engine, startEngine } from "../../engine/index.ts";
import { bundled } from "../../engine/testing/real.ts";
import type { Attributions, Trace } from "../../trace/index.ts";
import { attributeWith } from "./attribute.ts";

let engine: Engine;
let trace: Trace;

beforeAll(async () => {
  engine = startEngine({ backend: "wasm", size: 320 });
  await engine.load({ url: "/models/se-yolov5n" });
  trace = await engine.inspect(await bundled("motorcycle"));
});
afterAll(() => engine.dispose());

function surest(): Trace["detections"][number] {
  const [detection] = trace.detections;
  if (!detection) throw new Error("nothing was found");
  return detection;
}

test("a generator gives what is there so far until all is there", async () => {
  const seen: Attributions[] = [];
  for await (const so of attributeWith(engine)(trace, surest(), { layers: ["P5"] })) {
    seen.push(so);
    if (so.done === 1) break;
  }
  const last = seen.at(-1);
  expect([...(last?.byMethod.keys() ?? [])]).toEqual([
    ...["credit", "gradient", "ablateNeutral", "ablateZero", "shapley"],
  ]);
  expect(last?.missing.size).toBe(0);
  expect(last?.evidence?.layer).toBe("P5");
  for (const { value, detection } of last?.byMethod.values() ?? []) {
    expect(detection).toBe(surest().id);
    expect(value).toBeCloseTo(surest().confidence, 5);
  }
});

test("a cell that runs again ends the work, and nothing stays", async () => {
  const before = await engine.tensors();
  const cell = attributeWith(engine)(trace, surest());
  const { value } = await cell.next();
  expect((await Promise.resolve(value))?.byMethod.has("credit")).toBe(true);
  await cell.return();
  await expect.poll(() => engine.status.state).toBe("ready");
  const began = performance.now();
  const edited = await engine.rerun(trace, { P5: { weights: Float32Array.of(0.5) } });
  expect(performance.now() - began).toBeLessThan(1500);
  edited.release();
  expect(await engine.tensors()).toBe(before);
});

test("what goes wrong is told in the cell", async () => {
  const far = { ...surest(), cell: { row: 99, column: 0 } };
  const cell = attributeWith(engine)(trace, far, { methods: ["gradient"] });
  await expect(cell.next().then(({ value }) => value)).rejects.toThrow("is none of this trace's");
  await cell.return();
});
