import { expect, test } from "vitest";
import type { HelpEntry } from "./entry.ts";
import { findHelp, searchHelp } from "./search.ts";

const entry = (name: string, html = ""): HelpEntry => ({
  ...{ name, signature: `${name}()`, summary: "", html, example: name, section: "Figures" },
});
const entries = [
  entry("rerun", "<p>gives a <b>trace</b>, as inspect does</p>"),
  entry("reinspect"),
  entry("inspect", "<p>runs the network</p>"),
];
const names = (query: string): string[] => searchHelp(entries, query).map(({ name }) => name);

test("the name itself comes before what only has it in it or speaks of it", () => {
  expect(names("Inspect")).toEqual(["inspect", "reinspect", "rerun"]);
});

test("every word must be there, as text and not as markup", () => {
  expect(names("trace gives")).toEqual(["rerun"]);
  expect(names("<b>")).toEqual([]);
  expect(names("  ")).toEqual(["rerun", "reinspect", "inspect"]);
});

test("an entry is found by its exact name", () => {
  expect(findHelp(entries, "inspect")?.html).toContain("network");
  expect(findHelp(entries, "toString")).toBeUndefined();
});
