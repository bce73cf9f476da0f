/** Files: names, a notebook with photographs and settings there and back, and what is refused. */

import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { deserialize } from "observable:lib/serialize";
import { expect, test } from "vitest";
import { edit } from "../document/change.ts";
import { newNotebook, readNotebook, writeNotebook } from "../document/notebook.ts";
import { sha256 } from "../keep/hash.ts";
import type { FilePhoto } from "./companions.ts";
import { notebookFile } from "./download.ts";
import { fileName } from "./file-name.ts";
import { openFile } from "./open.ts";

const parser = new new JSDOM().window.DOMParser();
const images = new URL("../../../test/files/images/", import.meta.url);

async function photo(file: string, type: string): Promise<FilePhoto> {
  const bytes = new Uint8Array(readFileSync(new URL(file, images)));
  return {
    id: `photo-${await sha256(bytes.buffer)}`,
    name: `My "${file}" & more`,
    blob: new Blob([bytes], { type }),
  };
}

test.each([
  ["Channel weights", "Channel weights.html"],
  [' a/b\\c:d*e?f"g<h>i|j\n', "a-b-c-d-e-f-g-h-i-j.html"],
  ["", "notebook.html"],
  ["..", "notebook.html"],
  [".hidden", "hidden.html"],
  ["../../etc/passwd", "etc-passwd.html"],
  ["con", "con notebook.html"],
  ["LPT1.txt", "LPT1 notebook.txt.html"],
  ["contrast", "contrast.html"],
  ["gpj.\u202Elmth", "gpj. lmth.html"],
  ["a\ud800b", "a b.html"],
  ["e\u0301tude 🙂", "étude 🙂.html"],
  ["ends with dots...", "ends with dots.html"],
  ["☃".repeat(100), `${"☃".repeat(40)}.html`],
])("the title %j gives the file %j", (title, name) => {
  expect(fileName(title)).toBe(name);
});

test("a notebook, its photographs and settings come back from a file, and Notebook Kit reads it the same", async () => {
  const notebook = newNotebook("My notebook", [["js", 'view(choosePhoto({photo: "x"}))']]);
  const photos = [
    await photo("orientation-6.jpg", "image/jpeg"),
    await photo("half-clear.png", "image/png"),
  ];
  const states = {
    "2:photo": photos[0]?.id,
    "3:layer": { list: [1, '</data>\n" & <b>\u00a0', null] },
  };
  const { name, blob } = await notebookFile(notebook, { photos, states });
  expect(name).toBe("My notebook.html");
  const opened = await openFile(blob, { parser });
  expect(opened).toMatchObject({ text: writeNotebook(notebook), states, problems: [] });
  expect(opened.photos.map(({ id, name }) => [id, name])).toEqual(
    photos.map(({ id, name }) => [id, name]),
  );
  for (const [k, { blob: bytes }] of opened.photos.entries()) {
    expect(await bytes.bytes()).toEqual(await photos[k]?.blob.bytes());
    expect(bytes.type).toBe(photos[k]?.blob.type);
  }
  const kits = deserialize(await blob.text(), { parser });
  expect(kits.cells.map(({ value }) => value)).toEqual(notebook.cells.map(({ source }) => source));
});

test("a file without photographs is the notebook's own text, byte for byte", async () => {
  const text = "\ufeff<notebook>\r\n<script>\r\n  a\r\n</script><p>☃</notebook>\r\n";
  const opened = await openFile(new Blob([text]), { parser });
  expect(opened).toMatchObject({ text, photos: [], states: {}, problems: [] });
  const { blob } = await notebookFile(opened.notebook);
  expect(await blob.bytes()).toEqual(new TextEncoder().encode(text));
});

test("settings behind a script that never ends do not become a part of it", async () => {
  const notebook = readNotebook("<notebook><script>a", { parser });
  const { blob } = await notebookFile(notebook, { states: { a: 1 } });
  const opened = await openFile(blob, { parser });
  expect(opened.states).toEqual({ a: 1 });
  expect(opened.notebook.cells.map(({ source }) => source)).toEqual(["a"]);
  expect(deserialize(await blob.text(), { parser }).cells.map(({ value }) => value)).toEqual(["a"]);
});

test("a cell that holds the same lines keeps them", async () => {
  const { blob } = await notebookFile(newNotebook("A", []), { states: { a: 1 } });
  const notebook = newNotebook("B", [["md", await blob.text()]]);
  const inner = await openFile((await notebookFile(notebook, { states: { b: 2 } })).blob, {
    parser,
  });
  expect(inner.notebook.cells[0]?.source.trim()).toBe((await blob.text()).trim());
  expect(inner.states).toEqual({ b: 2 });
});

test.each([
  [
    "another picture than its name says",
    (line: string) => line.replace(/photo-..../, "photo-0000"),
    "found another one",
  ],
  [
    "a picture of another type",
    (line: string) => line.replace("image/png", "image/jpeg"),
    "expected a JPEG image, found a PNG image",
  ],
  [
    "an SVG",
    (line: string) =>
      line.replace(/data:.*(?=")/, `data:image/svg;base64,${btoa("<svg onload='pwned=1'>")}`),
    "found an SVG drawing",
  ],
  [
    "a foreign address",
    (line: string) => line.replace(/src=".*"/, 'src="https://evil.example/"'),
    "data that can't be read",
  ],
  [
    "a handler",
    (line: string) => line.replace(/>$/, ' onerror="pwned=1">'),
    "data that can't be read",
  ],
  [
    "a name that is none",
    (line: string) => line.replace("photo-", "__proto__"),
    "data that can't be read",
  ],
])("%s is left out and told, and the notebook opens", async (_, change, found) => {
  const photos = [await photo("half-clear.png", "image/png")];
  const whole = await (await notebookFile(newNotebook("A", [["js", "a"]]), { photos })).blob.text();
  const lines = whole.split("\n");
  const broken = lines.map((line) => (line.startsWith("<img") ? change(line) : line)).join("\n");
  expect(broken).not.toBe(whole);
  const { photos: kept, problems, notebook } = await openFile(new Blob([broken]), { parser });
  expect(kept).toEqual([]);
  expect(problems.map(({ message }) => message).join()).toContain(found);
  expect(problems.map(({ message }) => message).join()).toContain("in the file was left out");
  expect(notebook.cells).toHaveLength(1);
});

test("settings that are none are told, and the notebook opens", async () => {
  const { blob } = await notebookFile(newNotebook("A", []), { states: { a: 1 } });
  const broken = (await blob.text()).replace("{&quot;a&quot;:1}", "{&quot;__proto__&quot;:{}}");
  const { states, problems } = await openFile(new Blob([broken]), { parser });
  expect(states).toEqual({});
  expect(problems.map(({ message }) => message)).toEqual([
    "What was set in the notebook's inputs can't be restored: expected names of inputs, found \"__proto__\". The notebook opens without it; set its inputs again.",
  ]);
});

test("a file that is no text or far too large is refused with its name", async () => {
  const bytes = new Uint8Array(readFileSync(new URL("one.png", images)));
  await expect(openFile(new Blob([bytes]), { parser, name: "one.png" })).rejects.toThrow(
    "one.png is not a notebook: expected text in UTF-8, found bytes that are none.",
  );
  const large = { size: 200_000_000 } as Blob;
  await expect(openFile(large, { parser, name: "big.html" })).rejects.toThrow(
    "big.html is too large for a notebook: expected at most 150 MB with its photographs, found 200 MB.",
  );
});

test("photographs too large for a file are refused before they are read", async () => {
  const blob = new Blob([new Uint8Array(31_000_000)]);
  const photos = [{ id: "photo-0", name: "huge.jpg", blob }];
  await expect(notebookFile(newNotebook("A", []), { photos })).rejects.toThrow(
    "The photograph huge.jpg is too large for the file: expected at most 50, each up to 30 MB",
  );
});

test("an edited file with photographs keeps them apart from the notebook", async () => {
  const first = await notebookFile(newNotebook("A", [["js", "a"]]), { states: { a: 1 } });
  const opened = await openFile(first.blob, { parser });
  const changed = edit(opened.notebook, 1, "b");
  const again = await notebookFile(changed, { states: { a: 2 } });
  expect(await again.blob.text()).toBe(
    (await first.blob.text()).replace("    a\n", "    b\n").replace(";:1}", ";:2}"),
  );
});
