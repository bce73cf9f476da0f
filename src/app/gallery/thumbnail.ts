/** Makes a small picture of what a notebook shows: its first drawing, as it stands in the page. */

import { figureAsSVG } from "../../figures/parts/save/as-svg.ts";

/** Size of a thumbnail, in pixels. */
export const thumbnailSize = { width: 320, height: 200 } as const;
/** Most bytes of a thumbnail. */
export const thumbnailBytes = 20_000;

/** Pixels of the thumbnail for one of the page, at most, of a drawing that is wider than high. */
const flattest = 0.6;

/**
 * Returns a JPEG of 320 × 200 pixels and at most 20 kB of the first figure, canvas, SVG or image in a
 * notebook's article; undefined where there is none large enough to be seen, or it can't be drawn.
 */
export async function makeThumbnail(article: HTMLElement): Promise<Blob | undefined> {
  const drawing = firstDrawing(article);
  if (!drawing) return undefined;
  try {
    return await encode(await drawn(drawing));
  } catch {
    // A picture from another server may not be read; the notebook is none the worse without a thumbnail.
    return undefined;
  }
}

type Drawing = HTMLCanvasElement | SVGSVGElement | HTMLImageElement;

function firstDrawing(article: HTMLElement): Drawing | undefined {
  const inFigures = [...article.querySelectorAll("figure")].flatMap(
    (figure) => largest(drawingsIn(figure)) ?? [],
  );
  return inFigures[0] ?? drawingsIn(article)[0];
}

function drawingsIn(root: HTMLElement): readonly Drawing[] {
  return [...root.querySelectorAll<Drawing>("canvas, svg, img")].filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    return width >= 160 && height >= 60;
  });
}

function largest(drawings: readonly Drawing[]): Drawing | undefined {
  const area = (element: Drawing): number => {
    const { width, height } = element.getBoundingClientRect();
    return width * height;
  };
  return [...drawings].sort((a, b) => area(b) - area(a))[0];
}

async function drawn(drawing: Drawing): Promise<HTMLCanvasElement> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, thumbnailSize);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("the browser gives no canvas");
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  const box = drawing.getBoundingClientRect();
  const { width, height } = thumbnailSize;
  // Wide ones are cut at the right, high ones at the bottom: what comes first is what one knows it by. A flat one
  // is not blown up, but shows what stands below it.
  const scale = Math.max(width / box.width, Math.min(height / box.height, flattest));
  if (drawing instanceof HTMLImageElement) {
    context.drawImage(drawing, 0, 0, box.width * scale, box.height * scale);
    return canvas;
  }
  const host = drawing.closest("figure") ?? drawing.parentElement;
  if (!host) throw new Error("the drawing stands in nothing");
  const picture = await pictureOf(figureAsSVG(host));
  const outer = host.getBoundingClientRect();
  // The file has a margin around the figure.
  const margin = (picture.naturalWidth - outer.width) / 2;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.drawImage(picture, outer.left - box.left - margin, outer.top - box.top - margin);
  return canvas;
}

async function pictureOf(svg: string): Promise<HTMLImageElement> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function encode(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  for (const quality of [0.85, 0.7, 0.5, 0.3, 0.1]) {
    const blob = await new Promise<Blob | null>((done) => {
      canvas.toBlob(done, "image/jpeg", quality);
    });
    if (blob && blob.size <= thumbnailBytes) return blob;
  }
  return undefined;
}
