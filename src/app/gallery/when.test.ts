import { expect, test } from "vitest";
import { when } from "./when.ts";

const now = new Date(2026, 10, 24, 15, 30).getTime();

test.each([
  [new Date(2026, 10, 24, 15, 29, 30), "just now"],
  [new Date(2026, 10, 24, 16, 0), "just now"],
  [new Date(2026, 10, 24, 15, 27), "3 minutes ago"],
  [new Date(2026, 10, 24, 14, 29), "1 hour ago"],
  [new Date(2026, 10, 24, 0, 10), "15 hours ago"],
  [new Date(2026, 10, 23, 23, 50), "yesterday"],
  [new Date(2026, 10, 3, 12, 0), "on 3 November 2026"],
])("%s", (time, words) => {
  expect(when(time.getTime(), now)).toBe(words);
});
