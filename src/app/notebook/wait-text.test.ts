import { expect, test } from "vitest";
import { waitText } from "./wait-text.ts";

const places = new Map([
  [7, 2],
  [9, 4],
]);

test("a cell waits for others, by name and place", () => {
  const cells = [
    { id: 7, names: ["photo"] },
    { id: 9, names: ["layer", "channel"] },
  ];
  expect(waitText({ cells, network: true }, places)).toBe(
    "Waits for photo (cell 2) and layer, channel (cell 4).",
  );
});

test("else for the network, else it runs", () => {
  expect(waitText({ cells: [], network: true }, places)).toBe("Waits for the network.");
  expect(waitText({ cells: [], network: false }, places)).toBe("Still running.");
  expect(waitText(undefined, places)).toBe("Still running.");
});
