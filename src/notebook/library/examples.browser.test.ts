/** Every example of docs/cells.md, run as a cell of one notebook on the bundled network. */

import { type Cell, transpile } from "@observablehq/notebook-kit";
import { afterAll, expect, test } from "vitest";
import cells from "../../../docs/cells.md?raw";
import { startEngine } from "../../engine/index.ts";
import { loadFigures } from "../../figures/list.ts";
import type { CompiledCell } from "../compiled.ts";
import { pageKeep } from "../keep/open-keep.ts";
import { Networks } from "../networks/networks.ts";
import { runNotebook } from "../run.ts";
import { cellLibrary } from "./index.ts";

const examples = [...cells.matchAll(/```js\n([\s\S]*?)```/g)].map(([, source = ""]) =>
  source.trim(),
);
const engine = startEngine({ backend: "wasm" });
const library = cellLibrary({
  engine,
  networks: new Networks({ engine, keep: pageKeep, url: "/models/se-yolov5n" }),
  size: 320,
  root: document.body,
});

afterAll(() => engine.dispose());

function compile(value: string, id: number): CompiledCell {
  const cell: Cell = { id, value, mode: "js", pinned: false, hidden: false };
  const { body, inputs = [], outputs = [], autodisplay = false } = transpile(cell);
  const definition = {
    ...{ id, inputs, outputs, autodisplay, display: true },
    body: new Function(`return (${body});`)() as (...given: never[]) => unknown,
  };
  return { id, mode: "js", pinned: false, source: value, sourceHtml: "", definition };
}

test("every name that a cell can use is documented with an example", () => {
  for (const name of Object.keys(library)) {
    expect(cells, name).toMatch(new RegExp(`### ${name}\n|\`${name}\``));
    expect(
      examples.some((example) => new RegExp(`\\b${name}\\b`).test(example)),
      `an example of ${name}`,
    ).toBe(true);
  }
});

test("every option of a figure is documented", async () => {
  for (const { name, options } of await loadFigures()) {
    const section = cells.split(`### ${name}\n`)[1]?.split("\n#")[0] ?? "";
    for (const option of options)
      expect(section, `${name} ${option.name}`).toContain(`\`${option.name}\``);
  }
});

test("all examples run as cells of one notebook", async () => {
  expect(examples.length).toBeGreaterThan(12);
  const done = new Set<number>();
  const failed: string[] = [];
  const running = runNotebook({
    library,
    onState: (id, state) => {
      if (state === "done") done.add(id);
    },
    showError: (error, { id }) => {
      failed.push(`${examples[id - 1] ?? ""}: ${String(error)}`);
      return document.createElement("p");
    },
  });
  const roots = examples.map((example, i) => {
    const root = document.createElement("div");
    document.body.append(root);
    running.start(compile(example, i + 1), root);
    return root;
  });
  await expect.poll(() => [failed, done.size], { timeout: 60_000 }).toEqual([[], examples.length]);
  const shows = (part: string): HTMLElement | undefined =>
    roots[examples.findIndex((e) => e.includes(part))];
  expect(shows("seLayers.map")?.textContent).toContain("P5: 256 channels, r = 16");
  expect(shows("Detections(trace")?.querySelector("canvas")).not.toBeNull();
  expect(shows("tex`")?.querySelector(".katex")).not.toBeNull();
  running.dispose();
  document.body.replaceChildren();
});
