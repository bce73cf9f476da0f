import { expect, test } from "vitest";
import { type Activity, type EngineStatus, StatusBoard, stateOf } from "./status.ts";

const idle: Activity = { core: "up", loaded: true, loading: false, running: false };

test.each<[Partial<Activity>, EngineStatus["state"]]>([
  [{}, "ready"],
  [{ loaded: false }, "starting"],
  [{ core: "starting" }, "starting"],
  [{ core: "starting", loaded: false, loading: true }, "loading"],
  [{ loading: true }, "loading"],
  [{ loading: true, running: true }, "loading"],
  [{ running: true }, "running"],
  [{ core: "starting", running: true }, "starting"],
  [{ core: "restarting", running: true }, "restarting"],
  [{ core: "restarting", loading: true }, "restarting"],
  [{ core: "failed" }, "failed"],
  [{ core: "failed", running: true }, "failed"],
  [{ core: "failed", loading: true }, "loading"],
])("%j is %s", (change, state) => {
  expect(stateOf({ ...idle, ...change })).toBe(state);
});

test("tells watchers now and on every change until they end", () => {
  const board = new StatusBoard("auto");
  const seen: string[] = [];
  const watcher = ({ state }: EngineStatus): unknown => seen.push(state);
  const end = board.watch(watcher);
  const endSecond = board.watch(watcher);
  endSecond();
  board.change({ loading: true });
  board.change({ core: "up", loaded: true, loading: false, backend: "wasm", why: "Because." });
  end();
  board.change({ running: true });
  expect(seen).toEqual(["starting", "starting", "loading", "ready"]);
  expect(board.status).toEqual({
    state: "running",
    wish: "auto",
    backend: "wasm",
    why: "Because.",
    threads: 1,
    place: undefined,
    progress: undefined,
    notice: undefined,
  });
});

test("a new wish forgets the backend and what was noticed, not what goes on", () => {
  const board = new StatusBoard("auto");
  board.change({ core: "failed", loaded: true, running: true, backend: "webgl", notice: "Oh." });
  board.restart("wasm");
  expect(board.status).toMatchObject({ state: "starting", wish: "wasm" });
  expect([board.status.backend, board.status.notice]).toEqual([undefined, undefined]);
  board.change({ core: "up" });
  expect(board.status.state).toBe("running");
});

test("a closed board tells nobody", () => {
  const board = new StatusBoard("auto");
  const seen: string[] = [];
  board.watch(({ state }) => seen.push(state));
  board.close();
  board.change({ loading: true });
  expect(seen).toEqual(["starting"]);
});
