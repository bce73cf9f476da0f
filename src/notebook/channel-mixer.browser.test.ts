/** ChannelMixer on the bundled network: what it shows live, what it leaves behind, and that every change is exact. */

import { flushSync } from "svelte";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Engine, startEngine } from "../engine/index.ts";
import { bundled, modelFiles } from "../engine/testing/real.ts";
import {
  type Change,
  loadChanges,
  mixOf,
  mute,
  neutral,
  saveChanges,
  scaleBy,
  setTo,
  takeFrom,
} from "../explain/index.ts";
import { channelMixer } from "../figures/channel-mixer/index.ts";
import type { Photo, SEEdits, Trace } from "../trace/index.ts";
import { type FigureElement, figureFunction } from "./library/figure-function.ts";
import { rerunWith } from "./library/rerun.ts";

const make = figureFunction(channelMixer);
let files: Awaited<ReturnType<typeof modelFiles>>;
let photos: Photo[];

beforeAll(async () => {
  files = await modelFiles();
  photos = await Promise.all(["motorcycle", "cat"].map(bundled));
});

function difference(found: Trace, wanted: Trace): number {
  const sure = wanted.candidates.filter(({ confidence }) => confidence > 0.02);
  const byId = new Map(found.candidates.map((one) => [one.id, one.confidence]));
  const confidences = sure.map(({ id, confidence }) =>
    Math.abs((byId.get(id) ?? NaN) - confidence),
  );
  const weights = ["P3", "P4", "P5"].flatMap((key) => {
    const s = wanted.channelWeights(key).excitation;
    return Array.from(found.channelWeights(key).excitation, (one, c) =>
      Math.abs(one - (s[c] ?? NaN)),
    );
  });
  return Math.max(...confidences, ...weights);
}

describe.each(["wasm", "webgl"] as const)("on %s", (backend) => {
  let engine: Engine;
  let trace: Trace;
  let other: Trace;
  beforeAll(async () => {
    engine = startEngine({ backend, size: 320 });
    await engine.load(files);
    const [first, second] = photos;
    if (!first || !second) throw new Error("no photographs");
    trace = await engine.inspect(first);
    other = await engine.inspect(second);
  });
  afterAll(() => engine.dispose());

  const kinds = (layer: string, count: number): Record<string, Change> => ({
    "one channel set": setTo({ layer, channels: [12] }, 0.9),
    "a brush of channels drawn": setTo({ layer, channels: [3, 4, 5] }, [0, 0.5, 1]),
    "a brush muted": mute({ layer, channels: [8, 9, 10, 11] }),
    "all scaled": scaleBy({ layer }, 0.5),
    "all neutral": neutral({ layer }),
    solo: { kind: "solo", layer, channels: [1, 2, 3, 30] },
    usual: { kind: "usual", layer },
    shuffled: { kind: "shuffle", layer, seed: 5 },
    "another photograph's": takeFrom({ layer }, [other], { count }),
    "the mean of two": takeFrom({ layer, channels: [0, 1, 2] }, [trace, other], { count }),
    "as trained": { kind: "trained", layer },
  });

  test.each([
    ["P3", 64],
    ["P4", 128],
    ["P5", 256],
  ])("every kind of change at %s is exact, saved and read back too", async (layer, count) => {
    const live = await engine.tensors();
    const [photo] = photos;
    if (!photo) throw new Error("no photograph");
    // A released trace runs anew from the photograph.
    const released = await engine.inspect(photo);
    released.release();
    for (const [name, change] of Object.entries(kinds(layer, count))) {
      const edits = mixOf(trace, [change]);
      const text = JSON.stringify(saveChanges([change]));
      expect(mixOf(trace, loadChanges(JSON.parse(text), trace.model)), name).toEqual(edits);
      const edited = await engine.rerun(trace, edits);
      const whole = await engine.rerun(released, edits);
      expect(difference(edited, whole), name).toBeLessThan(1e-4);
      for (const one of [edited, whole]) one.release();
    }
    expect(await engine.tensors()).toBe(live);
  });

  test("another photograph's weights at all layers, and back", async () => {
    const swap = [64, 128, 256].map((count, i) =>
      takeFrom({ layer: `P${String(i + 3)}` }, [other], { count }),
    );
    const swapped = await engine.rerun(trace, mixOf(trace, swap));
    const wanted = other.channelWeights("P4").excitation;
    swapped.channelWeights("P4").excitation.forEach((s, c) => {
      expect(Math.abs(s - (wanted[c] ?? NaN))).toBeLessThan(1e-5);
    });
    const back = await engine.rerun(swapped, { P3: {}, P4: {}, P5: {} });
    expect(difference(back, trace)).toBeLessThan(1e-4);
    for (const one of [swapped, back]) one.release();
  });
});

describe("the figure", () => {
  const engine = startEngine({ backend: "wasm", size: 320 });
  let trace: Trace;
  let figure: FigureElement;
  /** Tensors while no figure has run anything. */
  let live = NaN;
  beforeAll(async () => {
    await engine.load(files);
    const [photo] = photos;
    if (!photo) throw new Error("no photograph");
    trace = await engine.inspect(photo);
    live = await engine.tensors();
  });
  afterEach(() => {
    figure.remove();
  });
  afterAll(() => engine.dispose());

  function show(options: Record<string, unknown> = {}): HTMLElement {
    figure = make(trace, { rerun: rerunWith(engine), layer: "P5", ...options });
    document.body.append(figure);
    flushSync();
    const bank = figure.querySelector<HTMLElement>('[role="slider"]');
    if (!bank) throw new Error("no faders");
    return bank;
  }
  const send = (bank: HTMLElement, type: string, [x, y]: readonly [number, number]): void => {
    const { left, top, width, height } = bank.getBoundingClientRect();
    const place = { clientX: left + x * width, clientY: top + y * height };
    bank.dispatchEvent(new PointerEvent(type, { ...place, bubbles: true, pointerId: 1 }));
  };
  const confidences = (): string[] =>
    [...figure.querySelectorAll("td[data-change]")].map(
      ({ textContent }) => /\d\.\d\d|–/.exec(textContent ?? "")?.[0] ?? "",
    );
  const shown = (): string | undefined =>
    figure.querySelector<HTMLElement>("[data-trace]")?.dataset["trace"];
  const tally = (): string => figure.querySelector(".tally")?.textContent ?? "";
  const button = (name: string): void => {
    [...figure.querySelectorAll("button")].find((one) => one.textContent === name)?.click();
    flushSync();
  };

  test("detections follow while a drag lasts, and its end is one value", async () => {
    const bank = show();
    const heard: SEEdits[] = [];
    figure.addEventListener("input", () => heard.push(figure.value as SEEdits));
    const before = confidences();
    const seen = new Set([shown()]);
    send(bank, "pointerdown", [0.1, 0.8]);
    for (let step = 1; step <= 40; step++) {
      send(bank, "pointermove", [0.1 + step / 50, 0.8]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.add(shown());
    }
    expect(seen.size).toBeGreaterThan(5);
    expect(confidences()).not.toEqual(before);
    expect(heard).toEqual([]);
    send(bank, "pointerup", [0.9, 0.8]);
    expect(heard).toHaveLength(1);
    const edited = await engine.rerun(trace, heard[0] ?? {});
    await expect
      .poll(() => confidences().filter((one) => one !== "–"))
      .toEqual(
        expect.arrayContaining(edited.detections.map(({ confidence }) => confidence.toFixed(2))),
      );
    edited.release();
  });

  test("200 interventions leave the tensors where they were", async () => {
    const bank = show();
    let last = shown();
    for (let k = 0; k < 50; k++) {
      send(bank, "pointerdown", [0.1 + k / 100, 0.5]);
      send(bank, "pointermove", [0.1 + k / 90, 0.3]);
      send(bank, "pointerup", [0.1 + k / 90, 0.3]);
      button("Mute");
      button("Undo");
      button("Neutral");
      await expect.poll(shown).not.toBe(last);
      last = shown();
    }
    figure.remove();
    await expect.poll(() => engine.tensors()).toBe(live);
    expect(engine.status.state).toBe("ready");
    show();
  });

  test("its state restores it, in another element too, silently", async () => {
    show();
    button("Mute");
    await expect.poll(tally).toMatch(/less sure|moved|went/);
    const saved: unknown = JSON.parse(JSON.stringify(figure.state));
    expect(saved).toEqual([["P5", "", "set", 0]]);
    const { value } = figure;
    figure.remove();
    show();
    let heard = 0;
    figure.addEventListener("input", () => heard++);
    figure.state = saved;
    flushSync();
    expect(figure.value).toEqual(value);
    expect(heard).toBe(0);
    await expect.poll(tally).toMatch(/less sure|moved|went/);
    button("Undo");
    expect(figure.state).toEqual([]);
    expect(() => {
      figure.state = [["P9", "", "set", 0]];
    }).toThrow("Layer P9 has no channel weights");
    expect(figure.state).toEqual([]);
  });
});
