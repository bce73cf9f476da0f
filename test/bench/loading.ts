/** Opens a network in the built site, as a checkpoint and as safetensors, and measures until its detections show. */

import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright";
import { type NetworkFiles, asCheckpoint, asSafetensors, networkOf } from "./network-files.ts";

/** A network's loading, measured. */
export interface LoadTimes {
  readonly title: string;
  /** Size of the checkpoint in bytes. */
  readonly bytes: number;
  /** Milliseconds from choosing the files to the first detections, one a round. */
  readonly checkpoint: readonly number[];
  /** The same of the same parameters in safetensors. */
  readonly safetensors: readonly number[];
}

const folder = "public/models/se-yolov5n";
const rounds = 3;

/** Returns the times of a network of size n and one of size s, in alternating rounds. */
export async function measureLoading(browser: Browser, url: string): Promise<LoadTimes[]> {
  const config = readFileSync(`${folder}/config.yaml`, "utf8");
  const times: LoadTimes[] = [];
  for (const size of ["n", "s"] as const) {
    const network = networkOf(config, size);
    const files = { checkpoint: asCheckpoint(network), safetensors: asSafetensors(network) };
    const measured = { checkpoint: [] as number[], safetensors: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      for (const kind of ["checkpoint", "safetensors"] as const) {
        const name = `${kind}-${size}-${String(round)}`;
        measured[kind].push(await timeOne(browser, url, files[kind](name)));
      }
    }
    const [, { buffer }] = files.checkpoint("size");
    const title = `size ${size}, ${(buffer.byteLength / 1e6).toFixed(1)} MB, 320, wasm`;
    times.push({ title, bytes: buffer.byteLength, ...measured });
  }
  return times;
}

async function timeOne(browser: Browser, url: string, files: NetworkFiles): Promise<number> {
  const page = await browser.newPage();
  try {
    await page.goto(`${url}?backend=wasm&size=320#/channel-weights`);
    await page.getByText("se-yolov5n ·").waitFor({ timeout: 60_000 });
    return await fromChoice(page, files);
  } finally {
    await page.close();
  }
}

/** Times in the page, since bringing the files to the browser is the driver's own work. */
async function fromChoice(page: Page, files: NetworkFiles): Promise<number> {
  const name = files[1].name.replace(/\.[^.]+$/, "");
  const done = page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        let began = NaN;
        document.addEventListener("change", () => (began = performance.now()), {
          capture: true,
          once: true,
        });
        const watch = new MutationObserver(() => {
          if (!document.querySelector("article")?.textContent?.includes(`${wanted} ·`)) return;
          watch.disconnect();
          resolve(performance.now() - began);
        });
        watch.observe(document, { childList: true, characterData: true, subtree: true });
      }),
    name,
  );
  await page.getByLabel("Network files").setInputFiles([...files]);
  return await done;
}
