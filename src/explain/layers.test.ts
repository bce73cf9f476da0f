import { expect, test } from "vitest";
import { findLayer, findSELayer, firstSELayer } from "./layers.ts";
import { testTrace } from "./testing/trace.ts";

const { model } = testTrace();

test("an SE layer is found by key and by index", () => {
  expect(findSELayer(model, "P4")).toBe(findSELayer(model, "22"));
  expect(findLayer(model, "P4").index).toBe(22);
  expect(findLayer(model, "9").module).toBe("SPPF");
});

test("an unknown layer is named with those there are", () => {
  expect(() => findLayer(model, "P9")).toThrow(
    "The network has no layer P9: expected an index from 0 to 26, or one of P3, P4, P5. Name one of these.",
  );
  expect(() => findSELayer({ ...model, seLayers: [] }, "9")).toThrow(
    "This network has no SE layer",
  );
});

test("the first SE layer, where there is one", () => {
  expect(firstSELayer(model)).toBe("P3");
  expect(firstSELayer({ ...model, seLayers: [] })).toBe("0");
});
