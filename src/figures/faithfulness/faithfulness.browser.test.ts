import { afterEach, expect, test } from "vitest";
import { point, press, settle } from "../testing/events.ts";
import { type Mounted, mountFigure } from "../testing/mounted.svelte.ts";
import { testTrace } from "../testing/trace.ts";
import { exampleCurves } from "./example.ts";
import { faithfulness } from "./index.ts";

let figure: Mounted | undefined;
afterEach(() => {
  figure?.remove();
  figure = undefined;
});

const curves = exampleCurves("channels");

async function open(props: Record<string, unknown> = {}): Promise<Mounted> {
  figure = mountFigure(faithfulness.component, {
    ...{ trace: testTrace(), value: null, curves },
    ...props,
  });
  await settle();
  return figure;
}

test("the areas stand in the legend, and a method can stand out", async () => {
  const shown = await open();
  const rows = shown.findAll("tbody tr");
  expect(rows.map((row) => row.textContent.trim().split(/\s{2,}/)[0])).toHaveLength(4);
  expect(rows[0]?.textContent).toContain(curves[0]?.deletionArea.toFixed(3));
  shown.findAll("tbody button")[1]?.click();
  await settle();
  expect(shown.value).toBe("gradient");
  expect(shown.findAll("g[opacity='0.25']")).toHaveLength(6);
  shown.update({ curves: exampleCurves("patches") });
  await settle();
  expect(shown.value).toBeNull();
});

test("both plots read the step under the pointer or the keys", async () => {
  const shown = await open();
  const [deletion] = shown.findAll("[role=slider]");
  if (!deletion) throw new Error("no plot");
  point(deletion, "pointermove", { x: 4000, y: 60 });
  expect(shown.findAll(".tooltip")).toHaveLength(1);
  expect(shown.find(".tooltip").textContent).toMatch(/100 % taken away.*Random order/s);
  expect(shown.findAll("circle")).toHaveLength(8);
  point(deletion, "pointerleave", { x: -1, y: 0 });
  press(deletion, "Home");
  expect(deletion.getAttribute("aria-valuetext")).toContain("0 % taken away: ");
  press(deletion, "Escape");
  expect(shown.findAll(".tooltip")).toHaveLength(0);
});

test("says where nothing is measured", async () => {
  const shown = await open({ curves: [] });
  expect(shown.find("[role=status]").textContent).toBe("Nothing is measured yet.");
});
