/** Steps through and hovers the figure SqueezeExcite at P5 in the built site, and measures script in each frame. */

import type { Browser, Locator, Page } from "playwright";
import { type TraceEvent, scriptPerFrame } from "./frame-times.ts";

/** Milliseconds of script in every frame of one way to use the figure. */
export interface FrameTimes {
  readonly title: string;
  readonly milliseconds: readonly number[];
}

const steps = [1, 2, 3, 4, 5];
/** Places in each direction that the mouse visits in a step. */
const places = 8;

/**
 * Returns the frames of stepping and of hovering each step in the site at `url`. Rejects where the notebook
 * can't be opened.
 */
export async function measureFrames(browser: Browser, url: string): Promise<FrameTimes[]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  try {
    await page.goto(`${url}?backend=wasm#/squeeze-and-excitation?layer=P5&step=1`);
    const figure = page.locator("figure:has([data-step])").first();
    await figure.waitFor({ timeout: 60_000 });
    // The bundled photographs' mean weights run first, beside which no frame of the figure counts.
    await page.waitForTimeout(5000);
    await figure.scrollIntoViewIfNeeded();
    const found: FrameTimes[] = [];
    const record = async (title: string, use: () => Promise<void>): Promise<void> => {
      found.push({ title, milliseconds: await traced({ browser, page }, use) });
    };
    // By key, since for a click by name the page's own thread would have to search the button.
    await figure.locator("[data-step='1'] button[aria-expanded]").focus();
    const press = async (key: "ArrowLeft" | "ArrowRight"): Promise<void> => {
      await page.keyboard.press(key);
      await page.waitForTimeout(400);
    };
    await record("stepping, P5", async () => {
      for (const key of ["ArrowRight", "ArrowLeft", "ArrowRight", "ArrowLeft"] as const)
        for (let k = 1; k < steps.length; k++) await press(key);
    });
    for (const step of steps) {
      if (step > 1) await press("ArrowRight");
      const stage = figure.locator(`[data-step="${String(step)}"]`);
      await stage.evaluate((element) => {
        element.scrollIntoView();
      });
      await record(`hovering step ${String(step)}, P5`, () => hover(page, stage));
    }
    return found;
  } finally {
    await page.close();
  }
}

/** Moves the mouse over an element, row by row, as fast as frames come. */
async function hover(page: Page, element: Locator): Promise<void> {
  const box = await element.boundingBox();
  if (!box) throw new Error("the step is not to be seen");
  const height = Math.min(box.height, 800);
  for (let row = 0; row < places; row++) {
    const y = box.y + (height * (row + 0.5)) / places;
    await page.mouse.move(box.x, y);
    await page.mouse.move(box.x + box.width, y, { steps: places * 4 });
  }
}

async function traced(
  { browser, page }: { readonly browser: Browser; readonly page: Page },
  use: () => Promise<void>,
): Promise<number[]> {
  await browser.startTracing(page, {
    categories: ["devtools.timeline", "disabled-by-default-devtools.timeline", "v8.execute"],
  });
  await use();
  const text = (await browser.stopTracing()).toString();
  return scriptPerFrame((JSON.parse(text) as { traceEvents: TraceEvent[] }).traceEvents);
}
