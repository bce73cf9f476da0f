import { expect, test } from "vitest";
import { type BackendWish, chooseBackend, isEmulated, shortName } from "./backend.ts";

const nvidia = "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)";
const swift =
  "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)";

test.each<[BackendWish, string | undefined, "webgl" | "wasm", string]>([
  ["auto", nvidia, "webgl", "Runs on NVIDIA GeForce RTX 3060."],
  ["auto", swift, "wasm", "WebGL is only emulated on the processor here (SwiftShader)"],
  ["auto", "llvmpipe (LLVM 15.0.6, 256 bits)", "wasm", "(llvmpipe)"],
  ["auto", undefined, "wasm", "This browser offers no WebGL 2 here."],
  ["webgl", nvidia, "webgl", "You chose it."],
  [
    "webgl",
    swift,
    "webgl",
    "You chose it. It is emulated on the processor (SwiftShader) and slow.",
  ],
  ["webgl", undefined, "wasm", "no WebGL 2 here, so WebAssembly runs instead."],
  ["wasm", nvidia, "wasm", "You chose it."],
  ["wasm", undefined, "wasm", "You chose it."],
])("a wish for %s with %s gets %s", (wish, renderer, backend, why) => {
  const choice = chooseBackend(wish, { renderer, isolated: true, cores: 4 });
  expect(choice).toMatchObject({ backend, renderer, threads: backend === "wasm" ? 3 : 1 });
  expect(choice.why).toContain(why);
});

test.each([
  [false, 16, 1],
  [true, 1, 1],
  [true, 2, 1],
  [true, 4, 3],
  [true, 32, 8],
])("isolated: %s with %i cores gives %i threads", (isolated, cores, threads) => {
  expect(chooseBackend("wasm", { renderer: undefined, isolated, cores }).threads).toBe(threads);
});

test.each([
  [nvidia, "NVIDIA GeForce RTX 3060", false],
  [swift, "SwiftShader", true],
  ["ANGLE (Apple, ANGLE Metal Renderer: Apple M1, Unspecified Version)", "Apple M1", false],
  [
    "ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)",
    "Mesa Intel UHD Graphics 620 (KBL GT2)",
    false,
  ],
  [
    "ANGLE (Microsoft, Microsoft Basic Render Driver (0x0000008C) Direct3D11 vs_5_0 ps_5_0, D3D11)",
    "Microsoft Basic Render Driver",
    true,
  ],
  ["NVIDIA GeForce GTX 980/PCIe/SSE2", "NVIDIA GeForce GTX 980", false],
  ["Adreno (TM) 640", "Adreno 640", false],
  ["Apple GPU", "Apple GPU", false],
])("%s is called %s", (renderer, name, emulated) => {
  expect(shortName(renderer)).toBe(name);
  expect(isEmulated(renderer)).toBe(emulated);
});
