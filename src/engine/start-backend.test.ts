import { expect, test } from "vitest";
import type { BackendChoice, BackendWish, Surroundings } from "./backend.ts";
import { startBackend } from "./start-backend.ts";

/** Returns a start in a browser with a graphics card where some backends fail. */
function start(
  wish: BackendWish,
  { setUp = [], check = false }: { setUp?: readonly string[]; check?: boolean },
) {
  const around: Surroundings = { renderer: "Apple GPU", isolated: false, cores: 4 };
  const log: string[] = [];
  const lose: (() => void)[] = [];
  const work = startBackend(wish, () => log.push("lost"), {
    look: () => around,
    setUp: async ({ backend }: Pick<BackendChoice, "backend">, onLost) => {
      log.push(backend);
      lose.push(onLost);
      if (setUp.includes(backend)) throw new Error("no memory");
      return Promise.resolve();
    },
    check: async () => {
      log.push("check");
      if (check) throw new Error("expected 1, found 0");
      return Promise.resolve();
    },
  });
  return { work, log, lose };
}

test("WebGL is checked before it is used", async () => {
  const { work, log, lose } = start("auto", {});
  expect(await work).toMatchObject({ backend: "webgl", why: "Runs on Apple GPU." });
  lose[0]?.();
  expect(log).toEqual(["webgl", "check", "lost"]);
});

test("WebAssembly is started without", async () => {
  const { work, log } = start("wasm", {});
  expect(await work).toMatchObject({ backend: "wasm", why: "You chose it." });
  expect(log).toEqual(["wasm"]);
});

test.each([
  ["does not start", { setUp: ["webgl"] }, "WebGL failed its first test (no memory)"],
  ["computes nonsense", { check: true }, "WebGL failed its first test (expected 1, found 0)"],
])("where WebGL %s, WebAssembly runs and says so", async (_, fails, why) => {
  const { work, log, lose } = start("webgl", fails);
  const choice = await work;
  expect(choice).toMatchObject({ backend: "wasm", threads: 1, renderer: "Apple GPU" });
  expect(choice.why).toBe(`${why}, so WebAssembly runs instead.`);
  // The context that failed is of no concern any more.
  lose[0]?.();
  expect(log).not.toContain("lost");
});

test("rejects where nothing starts", async () => {
  const { work } = start("auto", { setUp: ["webgl", "wasm"] });
  await expect(work).rejects.toThrow("no memory");
});
