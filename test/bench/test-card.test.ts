import { expect, test } from "vitest";
import { testCard } from "./test-card.ts";

test("the input is the same every time, within 0..1, and varies", () => {
  const card = testCard(64);
  expect(card).toHaveLength(64 * 64 * 3);
  expect(card).toEqual(testCard(64));
  expect(card.every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(Math.max(...card) - Math.min(...card)).toBeGreaterThan(0.8);
});
