import { csvParse } from "d3";
import { afterEach, describe, expect, test } from "vitest";
import { figures as loaders, loadFigures } from "./list.ts";
import { figureFile } from "./parts/save/save.ts";
import { settle } from "./testing/events.ts";
import { type Mounted, mountFigure } from "./testing/mounted.svelte.ts";
import { testTrace } from "./testing/trace.ts";

const figures = await loadFigures();
let figure: Mounted | undefined;
afterEach(() => {
  figure?.remove();
  figure = undefined;
});

test("every figure has the name that it is listed under", () => {
  expect(figures.map(({ name }) => name)).toEqual(Object.keys(loaders));
});

const examples = figures.flatMap((definition) =>
  definition.examples.map(({ title, options }) => ({
    name: definition.name,
    title,
    options,
    definition,
  })),
);

test.each(examples)("$name draws “$title”", async ({ definition, options }) => {
  const names = definition.options.map(({ name }) => name);
  for (const name of Object.keys(options)) expect(names).toContain(name);
  figure = mountFigure(definition.component, {
    trace: testTrace(),
    value: definition.initial,
    ...options,
  });
  await settle();
  expect(figure.find("figcaption h3").textContent).not.toBe("");
  expect(figure.findAll("figure svg, figure canvas, [role='alert']").length).toBeGreaterThan(0);
});

describe.each(figures)("$name saves itself", ({ component, initial, examples }) => {
  const open = async (): Promise<HTMLElement> => {
    const [first] = examples;
    figure = mountFigure(component, { trace: testTrace(), value: initial, ...first?.options });
    await settle();
    return figure.find("figure");
  };

  test("as SVG that needs nothing of the page", async () => {
    const root = await open();
    const text = await (await figureFile("SVG", { rows: () => [], figure: root })).text();
    const svg = new DOMParser().parseFromString(text, "image/svg+xml");
    expect(svg.querySelector("parsererror")).toBeNull();
    expect(text).not.toMatch(/var\(|oklab|color-mix|class=/);
    expect(svg.querySelectorAll("circle, image, path, rect").length).toBeGreaterThan(4);
    expect(svg.documentElement.textContent).toContain(figure?.find("h3").textContent.trim());
    expect(text).not.toContain("Save as");
    expect(figure?.find(".save").style.display).toBe("");
  });

  test("as PNG of twice its size, not blank", async () => {
    const root = await open();
    const file = await figureFile("PNG", { rows: () => [], figure: root });
    const image = await createImageBitmap(file);
    expect(image.width).toBe(2 * (720 + 32));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0);
    const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
    const seen = new Set<number>();
    for (let i = 0; i < data.length; i += 400) seen.add((data[i] ?? 0) * 256 + (data[i + 1] ?? 0));
    expect(seen.size).toBeGreaterThan(10);
  });

  test("as CSV with a row a mark", async () => {
    await open();
    const files: Blob[] = [];
    const { createObjectURL } = URL;
    URL.createObjectURL = (file: Blob) => {
      files.push(file);
      return createObjectURL(file);
    };
    const stay = (event: Event): void => {
      event.preventDefault();
    };
    document.addEventListener("click", stay, { capture: true, once: false });
    try {
      figure?.findAll(".save button")[2]?.click();
      await settle();
      await settle();
    } finally {
      URL.createObjectURL = createObjectURL;
      document.removeEventListener("click", stay, { capture: true });
    }
    const rows = csvParse((await files[0]?.text()) ?? "");
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.columns.length).toBeGreaterThan(4);
    expect(Object.values(rows[0] ?? {})).not.toContain("NaN");
  });
});
