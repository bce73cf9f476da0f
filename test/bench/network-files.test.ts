/** What the bench writes as a checkpoint and as safetensors is the same network. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type OpenedModel, openModel } from "../../src/import/index.ts";
import { type NetworkFiles, asCheckpoint, asSafetensors, networkOf } from "./network-files.ts";

const config = readFileSync("public/models/se-yolov5n/config.yaml", "utf8");

function open(files: NetworkFiles): OpenedModel {
  const opened = openModel(
    files.map(({ name, buffer }) => ({ name, bytes: Uint8Array.from(buffer).buffer })),
  );
  if (opened.kind === "graph") throw new Error("a graph");
  return opened;
}

test("both forms hold the same parameters, and a size more is four times as large", () => {
  const small = networkOf(config, "n");
  const checkpoint = open(asCheckpoint(small)("best"));
  const safetensors = open(asSafetensors(small)("best"));
  expect(checkpoint.config).toBe(safetensors.config);
  expect([...checkpoint.arrays.keys()].sort()).toEqual([...safetensors.arrays.keys()].sort());
  const name = "model.0.conv.weight";
  expect(checkpoint.arrays.get(name)).toEqual(safetensors.arrays.get(name));
  const sizeOf = (files: NetworkFiles): number => files[1].buffer.byteLength / 1e6;
  expect(sizeOf(asCheckpoint(small)("best"))).toBeCloseTo(4, 0);
  expect(sizeOf(asCheckpoint(networkOf(config, "s"))("best"))).toBeCloseTo(15, 0);
});
