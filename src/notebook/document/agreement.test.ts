/** Reading agrees with Notebook Kit on random texts, and writing loses nothing: on Node with JSDOM. */

import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { checkAgreement } from "./testing/agree.ts";
import { randomFrom, randomText } from "./testing/random.ts";

const parser = new new JSDOM().window.DOMParser();

test.each([0, 0.3, 0.8])("texts of oddness %d are read as Notebook Kit reads them", (oddness) => {
  let inPlace = 0;
  for (let seed = 0; seed < 400; seed++) {
    const random = randomFrom(seed + oddness * 10_000);
    if (checkAgreement(randomText(random, oddness), parser, random) === "in place") inPlace++;
  }
  expect(inPlace).toBeGreaterThan(oddness === 0 ? 300 : 100);
});
