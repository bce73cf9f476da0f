/** Reading agrees with Notebook Kit on random texts in the page too, and nothing runs or loads while reading. */

import { expect, test } from "vitest";
import { readNotebook } from "./notebook.ts";
import { checkAgreement } from "./testing/agree.ts";
import { randomFrom, randomText } from "./testing/random.ts";

test.each([0, 0.3, 0.8])("texts of oddness %d are read as Notebook Kit reads them", (oddness) => {
  let inPlace = 0;
  for (let seed = 0; seed < 300; seed++) {
    const random = randomFrom(seed + oddness * 10_000);
    if (checkAgreement(randomText(random, oddness), new DOMParser(), random) === "in place")
      inPlace++;
  }
  expect(inPlace).toBeGreaterThan(oddness === 0 ? 200 : 50);
});

test("nothing runs and nothing is requested while a notebook is read", async () => {
  const before = performance.getEntriesByType("resource").length;
  readNotebook(`<!doctype html>
<link rel="stylesheet" href="/evil.css"><base href="https://evil.example/">
<notebook><script>globalThis.pwned = "script";</script>
<img src="/evil.png" onerror="globalThis.pwned = 'image'"><iframe srcdoc="<script>parent.pwned=1</script>">
</iframe><svg onload="globalThis.pwned = 'svg'"><script>globalThis.pwned = "svg";</script></svg>
<video src="/evil.mp4" autoplay onerror="globalThis.pwned = 'video'"></video>
<script src="/evil.js"></script><style>@import "/evil.css";</style></notebook>`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect("pwned" in globalThis).toBe(false);
  const asked = performance.getEntriesByType("resource").slice(before);
  expect(asked.filter(({ name }) => name.includes("evil"))).toEqual([]);
});
