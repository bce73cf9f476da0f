/** YOLOv8's and YOLOv7's modules and C3SE against PyTorch in a browser, with the page's own kernels alone. */

import { getBackend, setBackend } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "../src/engine/start-backend.ts";
import { compareCase } from "./compare.ts";

const files = import.meta.glob<string>("./placements/*/*.{safetensors,yaml}", {
  query: "?url",
  import: "default",
  eager: true,
});
const fetched = async (name: string, file: string): Promise<Response> =>
  fetch(files[`./placements/${name}/${file}`] ?? "");

describe.each(["webgl", "wasm"] as const)("on %s", (backend) => {
  beforeAll(async () => {
    await startBackend(backend, () => undefined);
    expect(getBackend()).toBe(backend);
  });
  afterAll(() => setBackend("cpu").catch(() => false));

  test.each(["yolov8", "yolov7", "c3se"])("%s agrees with PyTorch", async (name) => {
    const differences = await compareCase({
      name,
      config: await (await fetched(name, "config.yaml")).text(),
      parameters: await (await fetched(name, "parameters.safetensors")).arrayBuffer(),
      expected: await (await fetched(name, "expected.safetensors")).arrayBuffer(),
    });
    expect(differences.compared).toBeGreaterThan(8_000);
    expect(differences.logits).toBeLessThan(2e-4);
    expect(differences.layers).toBeLessThan(2e-4);
    expect(differences.excitation).toBeLessThan(1e-5);
    expect(differences.leaked).toBe(0);
  });
});
