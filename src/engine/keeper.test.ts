import { describe, expect, test } from "vitest";
import { ReadableError } from "../trace/index.ts";
import type { BackendWish } from "./backend.ts";
import type { Connection } from "./connection.ts";
import { BrokenError, aborted, isAbort } from "./errors.ts";
import { Keeper } from "./keeper.ts";
import { makeLifeline } from "./lifeline.ts";

const never = new Promise<never>(() => undefined);

/** Returns a keeper over Cores that do nothing, and what happened to them. */
function keep(wish: BackendWish = "auto", change: { connect?: unknown; prepare?: unknown } = {}) {
  const log: string[] = [];
  const connections: Connection[] = [];
  const keeper = new Keeper(wish, {
    connect: async (wanted) => {
      log.push(`connect ${wanted}`);
      if (change.connect) throw change.connect;
      const life = makeLifeline(() => log.push("end"));
      const own = Object.create(life) as Connection;
      connections.push(own);
      return Promise.resolve(own);
    },
    prepare: async () => {
      if (change.prepare) throw change.prepare;
      return Promise.resolve();
    },
    onUp: () => log.push("up"),
    onBreak: (notice) => log.push(notice),
    onFail: (notice) => log.push(notice),
  });
  return { keeper, log, connections };
}

/** A question whose Core breaks the first so many times. */
function breaking(times: number) {
  let asked = 0;
  return (connection: Connection): Promise<string> => {
    asked++;
    if (asked > times) return Promise.resolve(`answered at ${String(asked)}`);
    connection.end(new BrokenError("lost"));
    return never;
  };
}

test("asks the Core that was started", async () => {
  const { keeper, log, connections } = keep("webgl");
  expect(await keeper.ask((connection) => Promise.resolve(connection))).toBe(connections[0]);
  await expect(keeper.ask(() => Promise.reject(new Error("own")))).rejects.toThrow("own");
  expect(log).toEqual(["connect webgl", "up"]);
});

describe("where a Core breaks", () => {
  const again = "The network stopped (lost) and was started again.";
  const onWasm = "The network stopped (lost) and was started again on WebAssembly.";

  test("the question is asked again, first the same way, then on WebAssembly", async () => {
    const { keeper, log } = keep();
    expect(await keeper.ask(breaking(3))).toBe("answered at 4");
    expect(log.filter((entry) => entry !== "end")).toEqual([
      ...["connect auto", "up", again],
      ...["connect auto", "up", onWasm],
      ...["connect wasm", "up", again],
      ...["connect wasm", "up"],
    ]);
    expect(log.filter((entry) => entry === "end")).toHaveLength(3);
  });

  test("and again, it gives up in a sentence, and each time it is asked", async () => {
    const { keeper, log } = keep();
    const failing = keeper.ask(breaking(4));
    const sentence = "The network stopped again and again: found lost. Reload the page or choose";
    await expect(failing).rejects.toThrow(ReadableError);
    await expect(failing).rejects.toThrow(sentence);
    await expect(keeper.ask(() => Promise.resolve())).rejects.toThrow(sentence);
    expect(log.at(-1)).toContain(sentence);
  });

  test("and something succeeded in between, it starts counting anew but stays where it fell", async () => {
    const { keeper, log } = keep();
    await keeper.ask(breaking(3));
    keeper.succeeded();
    expect(await keeper.ask(breaking(3))).toBe("answered at 4");
    expect(log.slice(-2)).toEqual(["connect wasm", "up"]);
  });

  test("several questions start one new Core", async () => {
    const { keeper, connections } = keep();
    const answers = [1, 2, 3].map((k) =>
      keeper.ask((connection) => (connection === connections[0] ? never : Promise.resolve(k))),
    );
    await keeper.ask(() => Promise.resolve());
    await keeper.break("lost");
    expect(await Promise.all(answers)).toEqual([1, 2, 3]);
    expect(connections).toHaveLength(2);
  });

  test("while nobody asks, the next question starts one", async () => {
    const { keeper, log } = keep();
    await keeper.break("lost");
    expect(log.at(-1)).toBe("end");
    expect(await keeper.ask(() => Promise.resolve(5))).toBe(5);
    expect(log).toContain(again);
  });

  test("while it is prepared, that counts as well", async () => {
    const { keeper, log } = keep("auto", { prepare: new BrokenError("lost") });
    await expect(keeper.ask(() => Promise.resolve())).rejects.toThrow("again and again");
    expect(log.filter((entry) => entry.startsWith("connect"))).toEqual([
      ...["connect auto", "connect auto", "connect wasm", "connect wasm"],
    ]);
    expect(log.filter((entry) => entry === "end")).toHaveLength(4);
  });
});

test("where none can be started, every question is told why", async () => {
  const reason = new ReadableError({ what: "Nothing runs here" });
  const { keeper, log } = keep("auto", { connect: reason });
  await expect(keeper.ask(() => Promise.resolve())).rejects.toBe(reason);
  await expect(keeper.ask(() => Promise.resolve())).rejects.toBe(reason);
  expect(log).toEqual(["connect auto", "Nothing runs here."]);
});

test("another backend takes over open questions, and breaks before are forgotten", async () => {
  const { keeper, log, connections } = keep();
  await keeper.ask(breaking(3));
  const open = keeper.ask((connection) =>
    connections.indexOf(connection) < 4 ? never : Promise.resolve("moved"),
  );
  await keeper.use("webgl");
  expect(await open).toBe("moved");
  expect(log.slice(-3)).toEqual(["connect webgl", "end", "up"]);
  expect(await keeper.ask(breaking(3))).toBe("answered at 4");
});

test("only the newest of several choices says that it is up", async () => {
  const { keeper, log, connections } = keep();
  await keeper.ask(() => Promise.resolve());
  await Promise.all([keeper.use("webgl"), keeper.use("wasm")]);
  expect(log.filter((entry) => entry === "up")).toHaveLength(2);
  expect(connections.map(({ ended }) => ended)).toEqual([true, true, false]);
});

test("closed, open and later questions reject with the reason", async () => {
  const { keeper, connections } = keep();
  await keeper.ask(() => Promise.resolve());
  const open = keeper.ask(() => never);
  const closed = aborted("closed");
  await keeper.close(closed);
  await expect(open).rejects.toSatisfy(isAbort);
  await expect(keeper.ask(() => Promise.resolve())).rejects.toBe(closed);
  expect(connections.map(({ ended }) => ended)).toEqual([true]);
});
