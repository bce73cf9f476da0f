/** Drives the bench page in one headless Chromium and gathers every time measured. */

import { type Page, chromium } from "playwright";
import type { Surroundings } from "../../src/engine/backend.ts";
import { browserArguments, ensureBrowser } from "../../scripts/browser.js";
import { ReadableError } from "../../src/trace/index.ts";
import { type FrameTimes, measureFrames } from "./frames.ts";
import { type LoadTimes, measureLoading } from "./loading.ts";
import { type MixerTimes, measureMixer } from "./mixer.ts";
import type { Options } from "./options.ts";
import {
  type Configuration,
  type Mode,
  configurations,
  eachMode,
  isMeasured,
  modes,
  orderOf,
  sizes,
  takingPart,
} from "./plan.ts";
import { serveBench, serveSite } from "./serve.ts";

/** Where it was measured. */
export interface Environment extends Surroundings {
  readonly chromium: string;
  readonly tensorflow: string;
}

/** A configuration's times at one size, one a round and mode. */
export interface Row {
  readonly key: string;
  readonly title: string;
  readonly size: number;
  readonly milliseconds: Readonly<Record<Mode, readonly number[]>>;
  /** Largest absolute difference of any mode's logits to the reference's. */
  readonly logitDifference: number;
}

/** Everything measured. */
export interface Measurement {
  readonly environment: Environment;
  readonly rows: readonly Row[];
  /** Script in each frame while a figure is used. */
  readonly frames: readonly FrameTimes[];
  /** How often the detections follow a drag. */
  readonly mixer: MixerTimes;
  /** From choosing a network's files to its first detections. */
  readonly loading: readonly LoadTimes[];
  /** Tensors left over after everything was freed, by configuration. */
  readonly tensorsLeft: readonly { readonly title: string; readonly count: number }[];
  /** Configurations that could not be measured. */
  readonly notStarted: readonly { readonly title: string; readonly why: string }[];
}

/** Told what is being done, a line at a time. */
export type Say = (line: string) => void;

/** Measures all configurations and sizes. Rejects where the page can't be had or a pass fails. */
export async function measure(options: Options, say: Say): Promise<Measurement> {
  say("Building the page ...");
  const executablePath = ensureBrowser();
  const served = await serveBench();
  const args = options.gpu ? graphicsCardArguments() : browserArguments;
  const browser = await chromium.launch({ args, executablePath });
  try {
    const page = await browser.newPage();
    await page.goto(served.url);
    const environment = {
      ...(await page.evaluate(() => window.bench.lookAround())),
      chromium: browser.version(),
    };
    const measured = await measureIn(page, environment, { options, say });
    await page.close();
    await browser.close();
    return { environment, ...measured, ...(await measureSite(options, say)) };
  } finally {
    await browser.close();
    await served.close();
  }
}

/**
 * Measures the page in a browser of its own: one that is made to emulate a graphics card draws every frame with
 * it, four times as slowly as a browser does on a machine that has none.
 */
async function measureSite(
  { gpu }: Options,
  say: Say,
): Promise<Pick<Measurement, "frames" | "mixer" | "loading">> {
  say("Building the site ...");
  const site = await serveSite();
  const args = gpu
    ? graphicsCardArguments()
    : browserArguments.filter((one) => !one.startsWith("--use-angle"));
  const browser = await chromium.launch({ args, executablePath: ensureBrowser() });
  try {
    say("Dragging faders of the built site ...");
    const mixer = await measureMixer(browser, site.url);
    say("Stepping and hovering a figure of the built site ...");
    const frames = await measureFrames(browser, site.url);
    say("Opening checkpoints in the built site ...");
    return { mixer, frames, loading: await measureLoading(browser, site.url) };
  } finally {
    await browser.close();
    await site.close();
  }
}

interface Job {
  readonly options: Options;
  readonly say: Say;
}

async function measureIn(
  page: Page,
  environment: Environment,
  { options, say }: Job,
): Promise<Omit<Measurement, "environment" | "frames" | "mixer" | "loading">> {
  const all: Configuration[] = [];
  const notStarted: { title: string; why: string }[] = [];
  for (const one of configurations(environment)) {
    const { key, title, choice } = one;
    say(`${title}: starting ...`);
    try {
      await page.evaluate(([k, c]) => window.bench.start(k, c), [key, choice] as const);
      all.push(one);
    } catch (error) {
      notStarted.push({ title, why: firstLine(error) });
    }
  }
  if (all.length === 0) {
    const whys = [...new Set(notStarted.map(({ why }) => why))];
    throw new ReadableError({ what: "No backend starts in this browser", found: whys.join(", ") });
  }
  const rows: Row[] = [];
  for (const size of sizes) {
    const chosen = all.filter((one) => isMeasured(one, size, options));
    rows.push(...(await measureSize(page, chosen, { size, options, say })));
  }
  const tensorsLeft = [];
  for (const { key, title } of all) {
    tensorsLeft.push({ title, count: await page.evaluate((k) => window.bench.finish(k), key) });
  }
  return { rows, tensorsLeft, notStarted };
}

async function measureSize(
  page: Page,
  chosen: readonly Configuration[],
  { size, options, say }: Job & { readonly size: number },
): Promise<Row[]> {
  const gathered = new Map<string, Record<Mode, number[]>>();
  const differences = new Map<string, number>();
  for (const { key, title } of chosen) {
    say(`${String(size)} pixels, ${title}: first passes ...`);
    gathered.set(
      key,
      eachMode(() => []),
    );
    for (const mode of modes) {
      const { logitDifference } = await page.evaluate(
        ([k, request]) => window.bench.warmUp(k, request),
        [key, { mode, size }] as const,
      );
      differences.set(key, Math.max(differences.get(key) ?? 0, logitDifference));
    }
  }
  for (let round = 0; round < options.runs; round++) {
    if (round % 5 === 0)
      say(`${String(size)} pixels: round ${String(round + 1)} of ${String(options.runs)} ...`);
    for (const { key } of takingPart(chosen, round, options)) {
      for (const mode of orderOf(round)) {
        const milliseconds = await page.evaluate(([k, request]) => window.bench.time(k, request), [
          key,
          { mode, size },
        ] as const);
        gathered.get(key)?.[mode].push(milliseconds);
      }
    }
  }
  return chosen.map(({ key, title }) => ({
    key,
    title,
    size,
    milliseconds: gathered.get(key) ?? eachMode(() => []),
    logitDifference: differences.get(key) ?? NaN,
  }));
}

/** Returns what was thrown in the page without Playwright's prefix and stack. */
function firstLine(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return (text.split("\n")[0] ?? "")
    .replace(/^(page\.evaluate|Error|Uncaught|: )+|\.$/g, "")
    .trim();
}

/** The tests' arguments without those that emulate a graphics card. */
function graphicsCardArguments(): string[] {
  return [
    ...browserArguments.filter((one) => !one.includes("swiftshader")),
    "--ignore-gpu-blocklist",
    "--enable-gpu",
  ];
}
