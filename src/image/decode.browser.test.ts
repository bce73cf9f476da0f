import { describe, expect, test } from "vitest";
import { type Photo, ReadableError } from "../trace/index.ts";
import { decode, decodeUrl, longestSide } from "./decode.ts";

const addresses = import.meta.glob<string>("../../test/files/images/*", {
  query: "?url",
  import: "default",
  eager: true,
});

function address(name: string): string {
  const found = addresses[`../../test/files/images/${name}`];
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

async function file(name: string): Promise<File> {
  const response = await fetch(address(name));
  return new File([await response.blob()], name);
}

function at({ pixels, width }: Photo, x: number, y: number): number[] {
  return [...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
}

/** Red, green, blue and white quarters: the middle of each. */
function corners(photo: Photo): number[][] {
  const [x, y] = [photo.width / 4, photo.height / 4];
  return [at(photo, x, y), at(photo, 3 * x, y), at(photo, x, 3 * y), at(photo, 3 * x, 3 * y)];
}

function expectQuarters(photo: Photo, tolerance: number): void {
  const colours = [
    [224, 44, 44, 255],
    [44, 184, 44, 255],
    [44, 44, 224, 255],
    [244, 244, 244, 255],
  ];
  for (const [k, found] of corners(photo).entries())
    for (const [c, value] of found.entries())
      expect(Math.abs(value - (colours[k]?.[c] ?? NaN))).toBeLessThanOrEqual(tolerance);
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => "nothing was thrown",
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ReadableError);
  return error instanceof Error ? error.message : "";
}

describe("shown upright", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])("EXIF orientation %i", async (orientation) => {
    const photo = await decode(await file(`orientation-${String(orientation)}.jpg`));
    expect([photo.width, photo.height]).toEqual([48, 32]);
    expect(photo.pixels.length).toBe(48 * 32 * 4);
    expect(photo.name).toBe(`orientation-${String(orientation)}.jpg`);
    expectQuarters(photo, 4);
  });

  // Browsers turn CMYK into RGB without a profile and so brighter; inverted, it would be 200 away.
  test.each([
    ["deep.png", 5],
    ["plain.webp", 5],
    ["plain.avif", 5],
    ["animated.webp", 5],
    ["animated.gif", 12],
    ["cmyk.jpg", 75],
  ])("%s", async (name, tolerance) => {
    const photo = await decode(await file(name));
    expect([photo.width, photo.height]).toEqual([48, 32]);
    expectQuarters(photo, tolerance);
  });

  test("every pixel as another decoder gives it", async () => {
    const photo = await decode(await file("orientation-6.jpg"));
    const response = await fetch(address("orientation-6.rgb"));
    const expected = new Uint8Array(await response.arrayBuffer());
    expect(expected.length).toBe(48 * 32 * 3);
    let most = 0;
    for (let i = 0; i < 48 * 32; i++)
      for (let c = 0; c < 3; c++) {
        const difference = (photo.pixels[4 * i + c] ?? NaN) - (expected[3 * i + c] ?? NaN);
        most = Math.max(most, Number.isNaN(difference) ? Infinity : Math.abs(difference));
      }
    expect(most).toBeLessThanOrEqual(3);
  });

  test("grey, transparent, a single pixel", async () => {
    const grey = await decode(await file("grey.jpg"));
    expect(new Set(at(grey, 5, 5).slice(0, 3)).size).toBe(1);
    const clear = await decode(await file("half-clear.png"));
    expect([at(clear, 0, 0)[3], at(clear, 3, 3)]).toEqual([0, [200, 100, 50, 255]]);
    const one = await decode(await file("one.png"));
    expect({ ...one, pixels: [...one.pixels] }).toEqual({
      name: "one.png",
      width: 1,
      height: 1,
      pixels: [10, 20, 30, 255],
    });
  });
});

describe("scaled down while it is decoded", () => {
  test("20,000 × 2 pixels", async () => {
    const photo = await decode(await file("wide.png"));
    expect([photo.width, photo.height]).toEqual([longestSide, 1]);
    expect([at(photo, 100, 0), at(photo, 4000, 0)]).toEqual([
      [255, 0, 0, 255],
      [0, 0, 255, 255],
    ]);
  });

  test("20,000 × 20,000 pixels", async () => {
    const photo = await decode(await file("huge.png"));
    expect([photo.width, photo.height]).toEqual([longestSide, longestSide]);
    expect(at(photo, 4000, 4000)).toEqual([0, 0, 0, 255]);
  });

  test("a large one that lies on its side", async () => {
    const canvas = new OffscreenCanvas(5000, 100);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, 5000, 50);
    const blob = await canvas.convertToBlob({ type: "image/jpeg" });
    const exif = Uint8Array.from(
      [
        ..."\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0",
      ].map((c) => c.charCodeAt(0)),
    );
    const turned = new Blob([blob.slice(0, 2), exif, blob.slice(2)]);
    const photo = await decode(turned, "turned.jpg");
    expect([photo.width, photo.height]).toEqual([82, longestSide]);
    expect([at(photo, 10, 2000)[0], at(photo, 70, 2000)[0]]).toEqual([0, 255]);
  });
});

describe("refused in a sentence that names the file", () => {
  const accepted = "expected an image such as JPEG, PNG, WebP, AVIF or GIF";

  test.each([
    ["empty.jpg", "found an empty file of 0 bytes"],
    ["text.jpg", "found a text"],
    ["document.pdf", "found a PDF document"],
    ["cut-off.jpg", "found a JPEG image that is damaged or cut off"],
  ])("%s", async (name, found) => {
    expect(await refusal(decode(await file(name)))).toBe(
      `${name} can't be shown: ${accepted}, ${found}. Choose another file.`,
    );
  });

  test("too many pixels, before anything is decoded", async () => {
    expect(await refusal(decode(await file("claims-60000.png")))).toBe(
      "claims-60000.png is too large to be decoded: expected at most 500 million pixels, found 60,000 × 60,000 pixels. Scale it down first.",
    );
  });

  test("no pixels", async () => {
    const png = new Uint8Array(await (await file("one.png")).arrayBuffer());
    png[19] = 0;
    expect(await refusal(decode(new Blob([png]), "zero.png"))).toContain(
      "found an image of 0 pixels",
    );
  });

  test("an image format that this browser can't read", async () => {
    const heic = new Blob(["\0\0\0\x18ftypheic\0\0\0\0mif1heic"]);
    expect(await refusal(decode(heic, "phone.heic"))).toContain(
      "found a HEIC image, which this browser can't read",
    );
    const drawing = new Blob(["<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"]);
    expect(await refusal(decode(drawing, "drawing.svg"))).toContain("found an SVG drawing");
  });
});

describe("from an address", () => {
  test("with its credit", async () => {
    const photo = await decodeUrl("/photos/cat.jpg", "Cat", { credit: "CC0" });
    expect(photo).toMatchObject({ name: "Cat", credit: "CC0" });
    expect(photo.pixels.length).toBe(photo.width * photo.height * 4);
  });

  test("refused where nothing answers or there is no image", async () => {
    expect(await refusal(decodeUrl("http://localhost:1/x.jpg", "Nobody"))).toContain(
      "Nobody could not be fetched: found no answer",
    );
    expect(await refusal(decodeUrl(address("text.jpg"), "Note"))).toContain("Note can't be shown");
  });
});

test("stops with the signal's reason", async () => {
  const reason = new DOMException("enough", "AbortError");
  const early = AbortSignal.abort(reason);
  await expect(decode(await file("one.png"), "one", { signal: early })).rejects.toBe(reason);
  await expect(decodeUrl(address("one.png"), "one", { signal: early })).rejects.toBe(reason);
  const late = new AbortController();
  const work = decode(await file("huge.png"), "huge", { signal: late.signal });
  late.abort(reason);
  await expect(work).rejects.toBe(reason);
});
