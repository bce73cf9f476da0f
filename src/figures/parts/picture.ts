/** Photographs as canvases of a size that a page needs. */

import type { Photo } from "../../trace/index.ts";

/** Longest side kept: enough for a figure on a dense screen, small next to a camera's photograph. */
const longest = 1600;
const pictures = new WeakMap<Photo, HTMLCanvasElement>();

/** Returns a canvas with the photograph, made once a photograph and at most 1,600 pixels long. */
export function pictureOf(photo: Photo): HTMLCanvasElement {
  const known = pictures.get(photo);
  if (known) return known;
  const whole = canvas(photo.width, photo.height);
  const image = new ImageData(photo.pixels, photo.width, photo.height);
  whole.getContext("2d")?.putImageData(image, 0, 0);
  const scale = Math.min(1, longest / Math.max(photo.width, photo.height));
  const made = scale === 1 ? whole : canvas(photo.width * scale, photo.height * scale);
  if (made !== whole) drawPicture(made, whole);
  pictures.set(photo, made);
  return made;
}

/** Draws a picture over the whole of a canvas. */
export function drawPicture(target: HTMLCanvasElement, picture: HTMLCanvasElement): void {
  const context = target.getContext("2d");
  if (!context) return;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, target.width, target.height);
}

/**
 * Returns an attachment that fills its canvas with a photograph, sharp at the given width in CSS pixels.
 */
export function photograph(photo: Photo, width: number): (node: HTMLCanvasElement) => void {
  return (node) => {
    const picture = pictureOf(photo);
    // Whole steps, so that a window that is being resized does not draw at every pixel.
    const wanted = Math.ceil((width * window.devicePixelRatio) / 160) * 160;
    node.width = Math.max(1, Math.min(picture.width, wanted));
    node.height = Math.max(1, Math.round((node.width * photo.height) / photo.width));
    drawPicture(node, picture);
  };
}

function canvas(width: number, height: number): HTMLCanvasElement {
  const made = document.createElement("canvas");
  made.width = Math.max(1, Math.round(width));
  made.height = Math.max(1, Math.round(height));
  return made;
}
