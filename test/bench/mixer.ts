/** Drags in the figure ChannelMixer at P5 in the built site, and measures how often its detections are redrawn. */

import type { Browser } from "playwright";

/** A drag, measured. */
export interface MixerTimes {
  readonly title: string;
  /** Milliseconds from one frame with new detections to the next. */
  readonly milliseconds: readonly number[];
}

/** What is dragged at which size, as the report names it. */
const title = "mixer: redraws a second at P5, 320, wasm";
/** Milliseconds of dragging that count, after as many that don't. */
const duration = 5000;
/** Milliseconds between two events of the pointer, as of a mouse that tells 125 a second. */
const pointerEvery = 8;

/** Returns the times of a drag in the workbench of the site at `url`. Rejects where the figure can't be opened. */
export async function measureMixer(browser: Browser, url: string): Promise<MixerTimes> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  try {
    await page.goto(`${url}?backend=wasm&size=320#/workbench`);
    const figure = page.locator("section:has(h2#ChannelMixer) figure").first();
    await figure.waitFor({ timeout: 60_000 });
    await figure.scrollIntoViewIfNeeded();
    // What else the page draws comes first.
    await page.waitForTimeout(2000);
    const milliseconds = await figure.evaluate(dragAndWatch, { duration, pointerEvery });
    return { title, milliseconds };
  } finally {
    await page.close();
  }
}

/**
 * Drags a pointer up, down and along the faders. Returns the milliseconds between the frames that show new
 * detections. In the page, since the driver's own mouse is slower than the figure.
 */
async function dragAndWatch(
  figure: Element,
  options: { readonly duration: number; readonly pointerEvery: number },
): Promise<number[]> {
  const bank = figure.querySelector("[role=slider]");
  const result = figure.querySelector("[data-trace]");
  if (!bank || !result) throw new Error("the figure has no faders");
  const { left, top, width, height } = bank.getBoundingClientRect();
  const frames: number[] = [];
  let asked = false;
  const watch = new MutationObserver(() => {
    if (asked) return;
    asked = true;
    requestAnimationFrame((now) => {
      asked = false;
      frames.push(now);
    });
  });
  watch.observe(result, { attributes: true, attributeFilter: ["data-trace"] });
  const began = performance.now();
  // No named function in here: the bench's own compiler would wrap it in a helper that the page has not.
  for (let step = 0, type = "pointerdown"; type !== "pointerup"; step++) {
    if (step > 0) type = "pointermove";
    if (performance.now() - began > 2 * options.duration) type = "pointerup";
    bank.dispatchEvent(
      new PointerEvent(type, {
        bubbles: true,
        pointerId: 1,
        clientX: left + width * (0.5 + 0.4 * Math.sin(step / 40)),
        clientY: top + height * (0.5 + 0.3 * Math.sin(step / 7)),
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, options.pointerEvery));
  }
  watch.disconnect();
  const counted = frames.filter((frame) => frame - began > options.duration);
  return counted.slice(1).map((frame, i) => frame - (counted[i] ?? frame));
}
