import { expect, test } from "vitest";
import { placeIn } from "./place.ts";

test.each([
  ["", { kind: "gallery" }],
  ["#/", { kind: "gallery" }],
  ["#/?x=1", { kind: "gallery" }],
  ["#/mine/", { kind: "gallery" }],
  ["#/new", { kind: "gallery", dialog: "new" }],
  ["#/open", { kind: "gallery", dialog: "open" }],
  ["#/workbench", { kind: "workbench" }],
  ["#/channel-weights", { kind: "shipped", name: "channel-weights" }],
  ["#/squeeze-and-excitation?step=3&layer=P4", { kind: "shipped", name: "squeeze-and-excitation" }],
  ["#/mine/1f2e?layer=P4", { kind: "mine", id: "1f2e" }],
  ["#/link/eJw_-.~=", { kind: "link", payload: "eJw_-.~=" }],
  ["#/__proto__", { kind: "shipped", name: "__proto__" }],
])("%s", (hash, place) => {
  expect(placeIn(hash)).toEqual(place);
});
