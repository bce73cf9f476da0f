import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { largestDownload, weighFolder } from "./weight.ts";

let folder = "";
const put = (name: string, bytes: Buffer): void => {
  writeFileSync(join(folder, "assets", name), bytes);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "se-lens-"));
  mkdirSync(join(folder, "assets"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("the engine is its worker and one binary, compressed", () => {
  put("worker-Ab_3-9xY.js", Buffer.alloc(100_000, "a"));
  put("index-AAAAAAAA.js", randomBytes(50_000));
  put("tfjs-backend-wasm-BBBBBBBB.wasm", randomBytes(1000));
  put("tfjs-backend-wasm-simd-CCCCCCCC.wasm", randomBytes(3000));
  const weight = weighFolder(folder, "here");
  expect(weight?.javascript).toBeLessThan(1000);
  expect(weight?.binaries.map(({ name }) => name)).toEqual([
    "tfjs-backend-wasm.wasm",
    "tfjs-backend-wasm-simd.wasm",
  ]);
  expect(weight && largestDownload(weight)).toBeGreaterThan(3000);
  expect(weight && largestDownload(weight)).toBeLessThan(4000);
});

test("a folder without an engine has no weight", () => {
  put("index-AAAAAAAA.js", randomBytes(10));
  expect(weighFolder(folder, "here")).toBeUndefined();
  expect(weighFolder(join(folder, "nowhere"), "here")).toBeUndefined();
});
