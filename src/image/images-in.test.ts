import { expect, test } from "vitest";
import { ReadableError } from "../trace/index.ts";
import { type Transferred, imagesIn } from "./images-in.ts";

const png = new File(["x"], "a.png", { type: "image/png" });
const jpeg = new File(["x"], "b.jpg", { type: "image/jpeg" });
const pdf = new File(["x"], "c.pdf", { type: "application/pdf" });
const unknown = new File(["x"], "phone.heic");

/** Lists files and types as a browser does; the iterators are all that is used. */
function transferred(files: File[], types = ["Files"], folder = false): Transferred {
  const list = Object.assign([...files], { item: (k: number) => files[k] ?? null });
  const item = { webkitGetAsEntry: () => ({ isDirectory: folder }) };
  return { files: list, types, items: [item] } as unknown as Transferred;
}

test("takes the images and leaves the rest", () => {
  expect(imagesIn(transferred([pdf, png, jpeg, unknown]))).toEqual([png, jpeg]);
});

test("takes files of unknown type where there is no image", () => {
  expect(imagesIn(transferred([pdf, unknown]))).toEqual([unknown]);
});

test("is empty where nothing came", () => {
  expect(imagesIn(null)).toEqual([]);
  expect(imagesIn(transferred([], []))).toEqual([]);
});

test.each([
  ["another file", transferred([pdf]), "found c.pdf"],
  ["several others", transferred([pdf, pdf]), "found 2 other files"],
  ["text", transferred([], ["text/plain"]), "found text"],
  ["a link", transferred([], ["text/uri-list", "text/plain"]), "found a link"],
  ["a folder", transferred([unknown], ["Files"], true), "found a folder"],
])("refuses %s", (_, data, found) => {
  expect(() => imagesIn(data)).toThrow(ReadableError);
  expect(() => imagesIn(data)).toThrow(found);
});
