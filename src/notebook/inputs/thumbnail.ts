/** Small pictures of photographs for the shelf, and whole ones as files. */

import type { Photo } from "../../trace/index.ts";

/** Returns a photograph as JPEG in a data address; its shorter side has at most 240 pixels. */
export async function thumbnailOf(photo: Photo): Promise<string> {
  const scale = Math.min(1, 240 / Math.min(photo.width, photo.height));
  return (await drawn(photo, scale)).toDataURL("image/jpeg", 0.8);
}

/** Returns a photograph as a PNG file, with every pixel as it is. */
export async function asPng(photo: Photo): Promise<Blob> {
  const canvas = await drawn(photo, 1);
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error(`the browser made no picture of ${photo.name}`));
    }, "image/png");
  });
}

async function drawn({ pixels, width, height }: Photo, scale: number): Promise<HTMLCanvasElement> {
  const whole = await createImageBitmap(new ImageData(pixels, width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext("2d")?.drawImage(whole, 0, 0, canvas.width, canvas.height);
  whole.close();
  return canvas;
}
