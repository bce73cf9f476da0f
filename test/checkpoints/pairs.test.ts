/** The pairs of files that make a network together: parameters or tensors, and the configuration. */

import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { type NamedFile, type OpenedModel, openModel } from "../../src/import/index.ts";
import { checkArrays, planNetwork, readConfig } from "../../src/network/index.ts";

async function fileOf(path: string, name: string): Promise<NamedFile> {
  const { buffer, byteOffset, byteLength } = await readFile(
    new URL(`../../${path}`, import.meta.url),
  );
  return { name, bytes: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer };
}

function open(...files: readonly NamedFile[]): OpenedModel {
  const opened = openModel(files);
  if (opened.kind === "graph") throw new Error("a graph");
  checkArrays(planNetwork(readConfig(opened.config)), opened.arrays);
  return opened;
}

const model = "public/models/se-yolov5n";

test("parameters in safetensors with their configuration, in any order, and with the reference", async () => {
  const config = await fileOf(`${model}/config.yaml`, "config.yaml");
  const parameters = await fileOf(`${model}/parameters.safetensors`, "parameters.safetensors");
  const reference = await fileOf(`${model}/reference.json`, "reference.json");
  const opened = open(config, parameters, reference);
  expect(opened.reference).toContain("photographs");
  expect(open(parameters, config).config).toBe(opened.config);
  expect(() => openModel([parameters])).toThrow(/configuration \(\.yaml\) together with it/);
});

test("tensors alone need the configuration, and fit it", async () => {
  const tensors = await fileOf("test/files/checkpoints/state-dict.pt", "state.pt");
  expect(() => openModel([tensors])).toThrow(/Give its configuration \(\.yaml\) together with it/);
  // The same network, saved with its modules: its configuration is the tensors'.
  const whole = await fileOf("test/files/checkpoints/layout-seattention.pt", "whole.pt");
  const yaml = new TextEncoder().encode(open(whole).config);
  const config = { name: "small.yaml", bytes: yaml.slice().buffer };
  const opened = open(tensors, config);
  expect(opened.arrays.get("model.4.fc.0.weight")?.shape).toEqual([4, 16]);
  expect(opened.origin?.files).toEqual(["state.pt", "small.yaml"]);
});
