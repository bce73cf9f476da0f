import { expect, test } from "vitest";
import { addressIn, entryOf, nextStep, placeOf } from "./entry.ts";

test.each([
  ["/", "index"],
  ["/se-lens/index.html", "index"],
  ["/online.html", "online"],
  ["/se-lens/online.html", "online"],
  ["/not-online.html", "index"],
])("%s is %s", (path, entry) => {
  expect(entryOf(path)).toBe(entry);
});

test("query and route go along, and the app's folder stays", () => {
  const address = "https://here.example/se-lens/?backend=wasm#/mine/a1?layer=P4";
  const online = "https://here.example/se-lens/online.html?backend=wasm#/mine/a1?layer=P4";
  expect(addressIn("online", address)).toBe(online);
  expect(addressIn("index", online)).toBe(address);
});

test("a notebook runs only where it belongs, in online when the person has agreed", () => {
  expect(nextStep("index", { network: false, agreed: false })).toBe("run");
  expect(nextStep("index", { network: true, agreed: true })).toBe("move");
  expect(nextStep("online", { network: false, agreed: true })).toBe("move");
  expect(nextStep("online", { network: true, agreed: false })).toBe("ask");
  expect(nextStep("online", { network: true, agreed: true })).toBe("run");
});

test("a state in the address is no other place", () => {
  expect(placeOf("#/mine/a1?layer=P4")).toBe("#/mine/a1");
});
