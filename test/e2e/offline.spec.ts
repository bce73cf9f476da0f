/** The build asks nobody for anything: no address of a foreign server that is more than a name. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";

/** Names of XML vocabularies, addresses in messages and licences, links in a text; nothing is loaded from them. */
const names =
  /^https?:\/\/(www\.w3\.org|svelte\.dev|github\.com|yaml\.org|goo\.gl|dlmf\.nist\.gov|www\.tensorflow\.org|js\.tensorflow\.org|observablehq\.com|katex\.org|arxiv\.org|mths\.be|json-schema\.org)\b/;

test("nothing in the build is loaded from elsewhere", () => {
  const files = readdirSync("dist", { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(js|css|html|json)$/.test(file),
  );
  expect(files.length).toBeGreaterThan(5);
  const loaded = /(?:import\(|from\s*|src=|href=|url\(|fetch\()\s*["'`]?(https?:\/\/[^"'`)\s]+)/g;
  const found = files.flatMap((file) =>
    [...readFileSync(join("dist", file), "utf8").matchAll(loaded)]
      .map(([, address = ""]) => address)
      .filter((address) => !names.test(address))
      .map((address) => `${file}: ${address}`),
  );
  expect(found).toEqual([]);
});
