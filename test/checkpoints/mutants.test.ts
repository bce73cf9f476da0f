/** Three hundred damaged checkpoints: each loads or is refused with a sentence, and nothing else happens. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { attempt } from "./attempt.ts";
import { mutate, placeOfPickle, random } from "./mutate.ts";

const good = new Uint8Array(
  readFileSync(new URL("../files/checkpoints/layout-seattention.pt", import.meta.url)),
);

test("the undamaged checkpoint loads", () => {
  expect(attempt(good.slice().buffer)).toBe("loaded");
});

test("300 damaged checkpoints are loaded or refused with a sentence", () => {
  const next = random(20211012);
  const pickle = placeOfPickle(good);
  const told = new Map<string, number>();
  for (let k = 0; k < 300; k++) {
    const { kind, file } = mutate(good, { next, pickle });
    const outcome = attempt(file);
    if (outcome !== "loaded") {
      expect(outcome.length).toBeGreaterThan(20);
      told.set(kind, (told.get(kind) ?? 0) + 1);
    }
  }
  // Every kind of damage was refused at least once, or it would not be damage.
  expect(told.size).toBe(9);
});
