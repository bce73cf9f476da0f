/** Grad-CAM and EigenCAM against PyTorch's, on WebAssembly; `training/write_heat_maps.py` writes the numbers. */

import { memory, tensor3d } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { setUp } from "../src/engine/set-up.ts";
import { readSafetensors } from "../src/import/safetensors.ts";
import {
  layerMaps,
  placeOf,
  placeParameters,
  planNetwork,
  readConfig,
} from "../src/network/index.ts";
import type { Detection, Target } from "../src/trace/index.ts";
import { array } from "./compare.ts";

const files = import.meta.glob<string>("./numbers/*/*.{safetensors,yaml,json}", {
  query: "?url",
  import: "default",
  eager: true,
});

interface Wanted {
  readonly head: number;
  readonly anchor: number;
  readonly row: number;
  readonly column: number;
  readonly class: number;
  readonly target: Target;
  readonly layer: number;
  readonly rows: number;
  readonly columns: number;
  readonly gradCam: readonly number[];
  readonly eigenCam: readonly number[];
}

beforeAll(async () => {
  await setUp({ backend: "wasm", threads: 1 }, () => undefined);
});

test.each(["backbone-se-320", "trained-320"])("%s within 1e-3 of the largest", async (name) => {
  const get = async (file: string): Promise<Response> =>
    fetch(files[`./numbers/${name}/${file}`] ?? `/models/se-yolov5n/${file}`);
  const plan = planNetwork(readConfig(await (await get("config.yaml")).text()));
  const bytes = async (file: string): Promise<ArrayBuffer> => (await get(file)).arrayBuffer();
  const parameters = placeParameters(
    plan,
    readSafetensors(await bytes("parameters.safetensors")).arrays,
  );
  const input = array(readSafetensors(await bytes("expected.safetensors")).arrays, "input");
  const wanted = (await (await get("heat-maps.json")).json()) as readonly Wanted[];
  expect(wanted.length).toBeGreaterThan(3);
  const [height = 0, width = 0] = input.shape;
  const pixels = tensor3d(
    input.values.map((value) => value / 255),
    [height, width, 3],
  );
  const before = memory().numTensors;
  for (const one of wanted) {
    const head = plan.heads[one.head];
    const [boxWidth = 0, boxHeight = 0] = head?.anchors[one.anchor] ?? [];
    const detection: Detection = {
      ...{ id: "", headScale: head?.scale ?? "P0", stride: head?.stride ?? 0 },
      box: { left: 0, top: 0, right: 0, bottom: 0 },
      ...{ classIndex: one.class, className: "", confidence: 0, objectness: 0 },
      classProbability: 0,
      cell: { row: one.row, column: one.column },
      anchor: { index: one.anchor, width: boxWidth, height: boxHeight },
    };
    const maps = await layerMaps(plan, parameters, {
      place: placeOf(plan, { detection, target: one.target }),
      ...{ pixels, edits: {}, layer: String(one.layer), methods: ["gradCam", "eigenCam"] },
    });
    for (const [k, numbers] of [one.gradCam, one.eigenCam].entries()) {
      const { rows, columns, values, method } = maps[k] ?? {};
      expect([rows, columns]).toEqual([one.rows, one.columns]);
      const most = Math.max(...numbers.map(Math.abs));
      const apart = Math.max(...numbers.map((n, i) => Math.abs(n - (values?.[i] ?? NaN))));
      expect(apart, `${String(method)} at ${String(one.layer)}`).toBeLessThanOrEqual(1e-3 * most);
    }
  }
  expect(memory().numTensors).toBe(before);
  pixels.dispose();
  parameters.dispose();
});
