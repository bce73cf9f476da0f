/** The networks of a page: opened, lent, kept, and given back without a tensor left. */

import { afterAll, expect, test } from "vitest";
import checkpoint from "../../../test/files/checkpoints/yolov5-v6.1-training.pt?url";
import { startEngine } from "../../engine/index.ts";
import { keptNetworks } from "../keep/networks.ts";
import { memoryStore } from "../keep/store.ts";
import { Networks } from "./networks.ts";

const engine = startEngine({ backend: "wasm", size: 64 });
afterAll(() => engine.dispose());

function page(store = memoryStore(), first?: string): Networks {
  const kept = keptNetworks(store, () => undefined);
  const keep = { networks: kept, watch: () => () => undefined };
  return new Networks({
    ...{ engine, first, url: "/models/se-yolov5n" },
    keep: () => Promise.resolve(keep),
  });
}

async function best(): Promise<File> {
  return new File([await (await fetch(checkpoint)).arrayBuffer()], "best.pt");
}

test("an opened network runs, is listed, kept under its files' hash and comes back", async () => {
  const store = memoryStore();
  const networks = page(store);
  await networks.model();
  const model = await networks.open([await best()]);
  expect(await networks.model()).toBe(model);
  expect((await networks.list()).map(({ name, place, current }) => [name, place, current])).toEqual(
    [
      ["SE-YOLOv5n", "bundled", false],
      ["best", "opened", true],
    ],
  );
  const { id } = networks.current;
  await networks.keep(id);
  await networks.rename(id, "cats");
  const again = page(store, id);
  expect((await again.model()).name).toBe("cats");
  expect(again.remark).toBeUndefined();
  const restore = await again.remove(id);
  expect(await again.list()).toHaveLength(1);
  await restore();
  expect((await again.list())[1]).toMatchObject({ name: "cats", place: "kept" });
  const gone = page(memoryStore(), id);
  expect((await gone.model()).name).toBe("se-yolov5n");
  expect(gone.remark?.message).toMatch(/keeps no such network/);
});

test("a lent network is loaded once, freed with the last, and the page's own is not lent twice", async () => {
  const networks = page();
  await networks.model();
  await networks.open([await best()]);
  const before = await engine.tensors();
  expect((await networks.borrow("best")).model).toBe(await networks.model());
  const [one, two] = await Promise.all([
    networks.borrow("SE-YOLOv5n"),
    networks.borrow("se-yolov5n"),
  ]);
  expect(one.model).toBe(two.model);
  expect(await engine.tensors()).toBeGreaterThan(before);
  one.giveBack();
  one.giveBack();
  expect(await engine.tensors()).toBeGreaterThan(before);
  two.giveBack();
  await expect.poll(() => engine.tensors()).toBe(before);
  await expect(networks.borrow("dogs")).rejects.toThrow(/one of SE-YOLOv5n, best/);
});
