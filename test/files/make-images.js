/** Writes the good and hostile images of the tests: `node test/files/make-images.js`. */

import { mkdirSync, writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";

const folder = new URL("images/", import.meta.url);
mkdirSync(folder, { recursive: true });

/** @param {string} name @param {Uint8Array | string} bytes */
const write = (name, bytes) => {
  writeFileSync(new URL(name, folder), bytes);
};

const width = 48;
const height = 32;
const colours = [
  [220, 40, 40],
  [40, 180, 40],
  [40, 40, 220],
  [240, 240, 240],
];

/**
 * Returns a picture whose quarters are red, green, blue and white, each a little brighter to the right.
 * @param {number} x @param {number} y
 */
const quarter = (x, y) =>
  (colours[(x < width / 2 ? 0 : 1) + (y < height / 2 ? 0 : 2)] ?? []).map((v) => v + (x % 8));

/**
 * @param {[number, number]} size
 * @param {(x: number, y: number) => number[]} colour
 */
const picture = ([w, h], colour) => {
  const bytes = [];
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) bytes.push(...colour(x, y));
  return sharp(Buffer.from(bytes), {
    raw: { width: w, height: h, channels: bytes.length === w * h * 4 ? 4 : 3 },
  });
};
const upright = () => picture([width, height], quarter);
const jpeg = { quality: 95, chromaSubsampling: "4:4:4" };

// What lies at (x, y) of the stored picture for EXIF orientation 1 to 8, so that all look the same upright.
const right = width - 1;
const bottom = height - 1;
/** @type {((x: number, y: number) => [number, number])[]} */
const stored = [
  (x, y) => [x, y],
  (x, y) => [right - x, y],
  (x, y) => [right - x, bottom - y],
  (x, y) => [x, bottom - y],
  (x, y) => [y, x],
  (x, y) => [right - y, x],
  (x, y) => [right - y, bottom - x],
  (x, y) => [y, bottom - x],
];
for (const [k, at] of stored.entries()) {
  const orientation = k + 1;
  const image = picture(orientation < 5 ? [width, height] : [height, width], (x, y) =>
    quarter(...at(x, y)),
  );
  write(
    `orientation-${orientation}.jpg`,
    await image.jpeg(jpeg).withMetadata({ orientation }).toBuffer(),
  );
}
const turned = await sharp(new URL("orientation-6.jpg", folder).pathname)
  .rotate()
  .raw()
  .toBuffer();
write("orientation-6.rgb", turned);

write("cmyk.jpg", await upright().toColourspace("cmyk").jpeg(jpeg).toBuffer());
write("grey.jpg", await upright().greyscale().jpeg(jpeg).toBuffer());
write("deep.png", await upright().toColourspace("rgb16").png().toBuffer());
write("plain.webp", await upright().webp({ lossless: true }).toBuffer());
write("plain.avif", await upright().avif().toBuffer());
write("half-clear.png", await picture([4, 4], (x) => [200, 100, 50, x < 2 ? 0 : 255]).png().toBuffer());
write("one.png", await picture([1, 1], () => [10, 20, 30]).png().toBuffer());
write("wide.png", await picture([20000, 2], (x) => (x < 10000 ? [255, 0, 0] : [0, 0, 255])).png().toBuffer());

const frames = await Promise.all(
  [upright(), upright().negate()].map((frame) => frame.png().toBuffer()),
);
const animation = () => sharp(frames, { join: { animated: true } });
write("animated.gif", await animation().gif({ delay: [100, 100] }).toBuffer());
write("animated.webp", await animation().webp({ lossless: true, delay: [100, 100] }).toBuffer());

const whole = await picture([128, 128], (x, y) => [x, y, (x * y) % 256]).jpeg(jpeg).toBuffer();
write("cut-off.jpg", whole.subarray(0, whole.length / 2));
write("empty.jpg", "");
write("text.jpg", "This is a text that somebody renamed to .jpg.\n");
write("document.pdf", "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");

/**
 * Returns a PNG of 1 bit a pixel.
 * @param {number} side @param {Uint8Array} rows
 */
function blackPNG(side, rows) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 1;
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** @param {string} type @param {Uint8Array} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

write("huge.png", blackPNG(20000, Buffer.alloc(20000 * 2501)));
write("claims-60000.png", blackPNG(60000, Buffer.alloc(10)));
