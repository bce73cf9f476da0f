import { afterAll, expect, test } from "vitest";
import { startEngine } from "../../engine/index.ts";
import { decodeUrl } from "../../image/index.ts";
import { bundledWeightsWith } from "./bundled-weights.ts";

const engine = startEngine({ backend: "wasm", size: 320 });
afterAll(() => engine.dispose());

test("the mean over the bundled photographs, once, and giving way to a newer run", async () => {
  const model = engine.load({ url: "/models/se-yolov5n" });
  const bundledWeights = bundledWeightsWith(engine, { model: () => model, size: 320 });
  const asked = bundledWeights();
  const { seLayers } = await model;
  // A person's own run takes the place of whichever photograph is being run: that one is run again.
  const photo = await decodeUrl("/photos/cat.jpg", "cat");
  const trace = await engine.inspect(photo, { size: 320 });
  const found = await asked;
  expect(bundledWeights()).toBe(asked);
  const rows = (await (await fetch("/photos/photos.json")).json()) as { file: string }[];
  const sums = new Map(seLayers.map(({ key, channels }) => [key, new Float64Array(channels)]));
  for (const { file } of rows) {
    const one = await engine.inspect(await decodeUrl(`/photos/${file}`, file), { size: 320 });
    for (const [key, sum] of sums)
      one.channelWeights(key).excitation.forEach((s, c) => (sum[c] = (sum[c] ?? 0) + s));
    one.release();
  }
  for (const [key, sum] of sums) {
    expect(found[key]).toHaveLength(sum.length);
    found[key]?.forEach((mean, c) => {
      expect(mean).toBeCloseTo((sum[c] ?? NaN) / rows.length, 5);
    });
  }
  trace.release();
});
