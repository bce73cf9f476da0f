import { afterEach, expect, test } from "vitest";
import type { HeatMap } from "../../trace/index.ts";
import { point, press, settle, slide } from "../testing/events.ts";
import { type Mounted, mountFigure } from "../testing/mounted.svelte.ts";
import { testTrace } from "../testing/trace.ts";
import { heatMap } from "./index.ts";

let figure: Mounted | undefined;
afterEach(() => {
  figure?.remove();
  figure = undefined;
});

const trace = testTrace();

function heat(method: HeatMap["method"], signed: boolean): HeatMap {
  const values = Float32Array.from({ length: 64 }, (_, i) => i - 20);
  return {
    ...{ method, detection: "P5/3/4/1", target: "confidence", layer: "P5", meaning: "drop" },
    ...{ rows: 8, columns: 8, values, signed, letterbox: trace.letterbox },
  };
}
const maps = [heat("gradCam", false), heat("occlusion", true)];

async function open(props: Record<string, unknown> = {}): Promise<Mounted> {
  figure = mountFigure(heatMap.component, { trace, value: null, maps, ...props });
  await settle();
  return figure;
}

test("methods stand side by side, and one can be shown alone", async () => {
  const shown = await open();
  const names = (): (string | undefined)[] =>
    shown.findAll("h4").map((heading) => heading.textContent.trim().split(" ")[0]);
  expect(names()).toEqual(["Grad-CAM", "Occlusion"]);
  expect(shown.find("h3").textContent).toContain("“cat 0.90” comes from");
  expect(shown.findAll("svg .box")).toHaveLength(2);
  shown.findAll("input[type=radio]")[2]?.click();
  await settle();
  expect([shown.value, names()]).toEqual(["occlusion", ["Occlusion"]]);
  shown.update({ maps: [heat("gradCam", false)] });
  await settle();
  expect([shown.value, names()]).toEqual([null, ["Grad-CAM"]]);
});

test("the number under the pointer is told there and in every other map", async () => {
  const shown = await open();
  const [first] = shown.findAll(".holder button");
  if (!first) throw new Error("no map");
  point(first, "pointermove", { x: 1, y: 1 });
  expect(shown.findAll(".tooltip")).toHaveLength(1);
  expect(shown.find(".tooltip").textContent).toMatch(/−12.*row 1, column 0/s);
  expect(shown.findAll(".note").filter((one) => one.textContent.includes("here"))).toHaveLength(2);
  point(first, "pointerleave", { x: -1, y: -1 });
  expect(shown.findAll(".tooltip")).toHaveLength(0);
});

test("arrow keys read the cells, and stop at the photograph's edge", async () => {
  const shown = await open();
  const [first] = shown.findAll(".holder button");
  if (!first) throw new Error("no map");
  press(first, "ArrowRight");
  const read = (): string => shown.find(".tooltip").textContent;
  expect(read()).toContain("row 4, column 4");
  for (let k = 0; k < 9; k++) press(first, "ArrowUp");
  press(first, "ArrowLeft");
  expect(read()).toContain("row 1, column 3");
  press(first, "Escape");
  expect(shown.findAll(".tooltip")).toHaveLength(0);
});

test("the opacity follows the slider and the option", async () => {
  const shown = await open({ opacity: 0.5 });
  const opacity = (): string => shown.find(".raster").style.opacity;
  expect(opacity()).toBe("0.5");
  slide(shown.find("input[type=range]"), 0.9);
  expect(opacity()).toBe("0.9");
  shown.update({ opacity: 1 });
  expect(opacity()).toBe("1");
});

test("without maps it fetches its own, and tells what goes wrong", async () => {
  let fail = true;
  const broken = testTrace();
  const shown = await open({
    maps: undefined,
    trace: {
      ...broken,
      featureMaps: (...given: Parameters<typeof broken.featureMaps>) =>
        fail ? Promise.reject(new Error("the device is gone")) : broken.featureMaps(...given),
    },
  });
  expect(shown.find("[role=alert]").textContent).toContain("the device is gone");
  fail = false;
  shown.find("[role=alert] button").click();
  await settle();
  await settle();
  expect(shown.find("h4").textContent).toContain("Channel-weighted");
  expect(shown.find("h4").textContent).toContain("layer P5");
});
