/** The figure in a page: rows, selection by pointer and keyboard, and what it saves. */

import { csvParse } from "d3";
import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { figureFile } from "../parts/save/save.ts";
import { testArchitecture } from "../testing/architecture.ts";
import { press, settle } from "../testing/events.ts";
import ArchitectureFigure from "./Architecture.svelte";
import { architectureRows } from "./rows.ts";

let mounted: Record<string, unknown> | undefined;
let target: HTMLElement;
let value: string | null;

function open(width = 1000): void {
  value = null;
  target = document.createElement("div");
  target.style.width = `${String(width)}px`;
  document.body.append(target);
  mounted = mount(ArchitectureFigure, {
    target,
    props: {
      architecture: testArchitecture(),
      title: "Small",
      get value() {
        return value;
      },
      set value(next: string | null) {
        value = next;
      },
    },
  });
  flushSync();
}

afterEach(() => {
  if (mounted) void unmount(mounted);
  target.remove();
});

const find = (selector: string): Element => {
  const found = target.querySelector(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const options = (): Element[] => [...target.querySelectorAll('[role="option"]')];

test("every layer is a row that says what it shows", () => {
  open();
  expect(options()).toHaveLength(8);
  expect(options()[6]?.getAttribute("aria-label")).toMatch(/SE at P4/);
  expect(find("h3").textContent.trim()).toBe("Small");
  expect(find("figcaption").textContent).toContain("32,000 parameters");
});

test("a click selects a layer, and a second one lets it go", () => {
  open();
  options()[6]?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  flushSync();
  expect(value).toBe("P4");
});

test("keys go through the layers", async () => {
  open();
  const list = find('[role="listbox"]');
  press(list, "ArrowDown");
  expect(value).toBe("0");
  press(list, "End");
  expect(value).toBe("7");
  press(list, "Escape");
  expect(value).toBeNull();
  await settle();
});

test("the matrix says what each SE layer reaches", () => {
  open();
  const cells = [...target.querySelectorAll(".matrix tbody tr")].map((row) =>
    [...row.querySelectorAll("td")].map((cell) => cell.textContent.includes("●")),
  );
  expect(cells).toEqual([
    [true, true],
    [false, true],
  ]);
});

test("on a phone one measure has bars, and the other can be chosen", () => {
  open(358);
  expect(find("fieldset").textContent).toContain("multiply-adds");
  const svg = find('[role="listbox"]').getBoundingClientRect();
  expect(svg.width).toBeLessThanOrEqual(358);
  for (const text of target.querySelectorAll(".number")) {
    const { right } = text.getBoundingClientRect();
    expect(right).toBeLessThanOrEqual(svg.right + 1);
  }
});

test("it saves itself as SVG without the page, PNG and CSV", async () => {
  open();
  await settle();
  const figure = target.querySelector("figure");
  if (!figure) throw new Error("no figure");
  const rows = () => architectureRows(testArchitecture());
  const text = await (await figureFile("SVG", { rows, figure })).text();
  const svg = new DOMParser().parseFromString(text, "image/svg+xml");
  expect(svg.querySelector("parsererror")).toBeNull();
  expect(text).not.toMatch(/var\(|oklab|color-mix|class=/);
  expect(svg.documentElement.textContent).toContain("SEAttention P4");
  const image = await createImageBitmap(await figureFile("PNG", { rows, figure }));
  expect(image.width).toBe(2 * (1000 + 32));
  const table = csvParse(await (await figureFile("CSV", { rows, figure })).text());
  expect(table).toHaveLength(8);
  expect(table[6]).toMatchObject({ key: "P4", part: "neck" });
});
