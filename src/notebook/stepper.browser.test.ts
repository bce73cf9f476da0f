/** Every number that the stepper shows, read off the page and compared with PyTorch's. */

import { flushSync } from "svelte";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import expectedUrl from "../../test/numbers/trained-320/expected.safetensors?url";
import { startEngine } from "../engine/index.ts";
import { squeezeExcite } from "../figures/squeeze-excite/index.ts";
import { point, settle } from "../figures/testing/events.ts";
import type { Photo, Trace } from "../trace/index.ts";
import { type FigureElement, figureFunction } from "./library/figure-function.ts";

/** Of these channels PyTorch's maps are written whole, in this order. */
const picked = [0, 3, 5];
/** Half of the last digit that is shown, and what two ways of computing may differ by. */
const threeDigits = 0.0005 + 1e-4;
const fourDigits = 0.00005 + 1e-5;

const engine = startEngine({ backend: "wasm", size: 320 });
let numbers: (name: string) => Float32Array;
let trace: Trace;
let figure: FigureElement;

beforeAll(async () => {
  const file = await (await fetch(expectedUrl)).arrayBuffer();
  const length = Number(new DataView(file).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, length))) as Record<
    string,
    { data_offsets: [number, number] }
  >;
  const part = (name: string): ArrayBuffer => {
    const [from = 0, to = 0] = header[name]?.data_offsets ?? [];
    expect(to, `the fixture has ${name}`).toBeGreaterThan(from);
    return file.slice(8 + length + from, 8 + length + to);
  };
  numbers = (name) => new Float32Array(part(name));
  await engine.load({ url: "/models/se-yolov5n" });
  trace = await engine.inspect(photoOf(new Uint8Array(part("input"))));
});
afterAll(() => engine.dispose());

/** The fixture's input as a photograph that needs no letterbox. */
function photoOf(input: Uint8Array): Photo {
  const pixels = new Uint8ClampedArray(320 * 320 * 4).fill(255);
  for (let p = 0; p < 320 * 320; p++) pixels.set(input.subarray(p * 3, p * 3 + 3), p * 4);
  return { name: "fixture", width: 320, height: 320, pixels };
}

/** Shows the stepper at a step; one that opened later would be drawn a frame later. */
function open(layer: string, step: number): void {
  const value = { step, channel: 0, unit: 0 };
  figure = figureFunction(squeezeExcite)(trace, { layer, value });
  document.body.replaceChildren(figure);
  flushSync();
}

async function show(value: { step: number; channel: number; unit: number }): Promise<void> {
  figure.value = value;
  flushSync();
  await settle();
}

function shown(selector: string): number {
  const text = figure.querySelector(selector)?.textContent ?? "nothing";
  return read(text);
}

function read(text: string): number {
  return Number(text.trim().replaceAll(",", "").replace("−", "-"));
}

function expectNear(found: number, wanted: number | undefined, within: number): void {
  expect(Math.abs(found - (wanted ?? NaN)), `${String(found)}, ${String(wanted)}`).toBeLessThan(
    within,
  );
}

const layers = [
  { key: "P3", channels: 64, hidden: 4, side: 40 },
  { key: "P4", channels: 128, hidden: 8, side: 20 },
  { key: "P5", channels: 256, hidden: 16, side: 10 },
];

describe.each(layers)("at $key", ({ key, channels, hidden, side }) => {
  const fixture = (name: string): Float32Array => numbers(`se.${key}.${name}`);

  test("every z, with the sum and the count it comes from", async () => {
    open(key, 1);
    await show({ step: 1, channel: 0, unit: 0 });
    await expect.poll(() => figure.querySelector("[data-number='z']")).not.toBeNull();
    const z = fixture("squeeze");
    for (let channel = 0; channel < channels; channel++) {
      await show({ step: 1, channel, unit: 0 });
      expectNear(shown("[data-number='z']"), z[channel], threeDigits);
      expect(shown("[data-number='map-count']")).toBe(side * side);
      expectNear(shown("[data-number='map-sum']") / (side * side), z[channel], threeDigits);
    }
  });

  test("every hidden sum and h, and the ten largest terms", async () => {
    open(key, 2);
    const [sums, h, z] = [fixture("sum1"), fixture("hidden"), fixture("squeeze")];
    for (let unit = 0; unit < hidden; unit++) {
      await show({ step: 2, channel: 0, unit });
      expectNear(shown("[data-number='sum']"), sums[unit], threeDigits);
      expectNear(shown("[data-number='result']"), h[unit], threeDigits);
      const button = figure.querySelectorAll(".units button")[unit];
      expect(button?.classList.contains("off")).toBe(h[unit] === 0);
      for (const row of figure.querySelectorAll("tbody tr")) {
        const cells = [...row.querySelectorAll("th, td")].map(({ textContent }) => textContent);
        if (cells.length < 5) continue;
        const [channel = NaN, , factor = NaN] = cells.map(read);
        expectNear(factor, z[channel], threeDigits);
      }
    }
  });

  test("every second sum and s", async () => {
    open(key, 3);
    const [sums, s] = [fixture("sum2"), fixture("excitation")];
    for (let channel = 0; channel < channels; channel++) {
      await show({ step: 3, channel, unit: 0 });
      expectNear(shown("[data-number='sum']"), sums[channel], threeDigits);
      expectNear(shown("[data-number='result']"), s[channel], fourDigits);
    }
  });

  test("recalibrated maps, cell by cell, and the energy of the whole", async () => {
    open(key, 4);
    const [u, x] = [fixture("before"), fixture("after")];
    for (const [i, channel] of picked.entries()) {
      await show({ step: 4, channel, unit: 0 });
      await expect.poll(() => figure.querySelectorAll(".map canvas").length).toBe(2);
      for (const [row, column] of [
        [0, 0],
        [3, 7],
        [side - 1, side - 1],
      ] as const) {
        const cell = i * side * side + row * side + column;
        [u, x].forEach((maps, which) => {
          const map = figure.querySelectorAll(".map")[which];
          const place = {
            x: ((column + 0.5) / side) * (map?.clientWidth ?? 0),
            y: ((row + 0.5) / side) * (map?.clientHeight ?? 0),
          };
          if (map) point(map, "pointermove", place);
          const text = figure.querySelectorAll(".read")[which]?.textContent ?? "";
          expect(text).toContain(`row ${String(row)}, column ${String(column)}: `);
          expectNear(read(text.split(": ")[1] ?? ""), maps[cell], threeDigits);
        });
      }
    }
    const total = (side: string): number =>
      fixture(`energy.${side}`).reduce((sum, one) => sum + one, 0);
    for (const part of ["before", "after"]) {
      const wanted = total(part);
      expectNear(shown(`[data-number='energy-${part}']`), wanted, 0.06 + wanted * 1e-4);
    }
  });
});
