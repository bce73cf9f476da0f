/** Pictures of the page as data addresses: canvases, images, films' frames, images in drawings. */

/** Pictures are drawn at most this many times as large as they are shown. */
const sharpness = 2;
/** A PNG address of more characters than this is most likely a photograph's. */
const photographLength = 60_000;

/** Puts what an element shows into its copy, where it is a picture; one that can't be read becomes a sentence. */
export async function pictureOf(original: Element, copy: Element): Promise<void> {
  if (original instanceof HTMLCanvasElement)
    replace(copy, "data-canvas", original, () => addressOfCanvas(original));
  else if (original instanceof HTMLVideoElement)
    replace(copy, "data-video", original, () =>
      drawn(original, original.videoWidth, original.videoHeight),
    );
  else if (original instanceof HTMLImageElement) await keepImage(original, copy);
  else if (original instanceof SVGImageElement) {
    const image = new Image();
    image.src = original.href.baseVal;
    copy.removeAttribute("xlink:href");
    copy.setAttribute("href", await addressOf(image, original.getBoundingClientRect().width));
  }
}

/** Returns a canvas as PNG, which keeps every number's colour; a photograph is far smaller as WebP. */
function addressOfCanvas(canvas: HTMLCanvasElement): string {
  const exact = canvas.toDataURL();
  if (exact.length < photographLength) return exact;
  const small = canvas.toDataURL("image/webp", 0.92);
  return small.length < exact.length / 3 ? small : exact;
}

async function keepImage(original: HTMLImageElement, copy: Element): Promise<void> {
  const address = await addressOf(original, original.getBoundingClientRect().width);
  if (address === "") copy.removeAttribute("src");
  else copy.setAttribute("src", address);
}

/** Resolves with an image as a data address; "" for one that is not there or may not be read. */
async function addressOf(image: HTMLImageElement, shownWidth: number): Promise<string> {
  if (/^data:image\/(png|jpeg|webp|gif);/i.test(image.src)) return image.src;
  try {
    await image.decode();
    const { naturalWidth, naturalHeight } = image;
    const scale = Math.min(1, (shownWidth * sharpness) / naturalWidth || 1);
    return drawn(image, naturalWidth * scale, naturalHeight * scale);
  } catch {
    return "";
  }
}

/** Returns a picture drawn at a size; as WebP, which is small and keeps what is transparent, or as PNG. */
function drawn(source: HTMLImageElement | HTMLVideoElement, width: number, height: number): string {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  canvas.getContext("2d")?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/webp", 0.9);
}

/** Puts an image in the place of an element that shows one only while scripts run. */
function replace(
  copy: Element,
  mark: string,
  { width, height }: { readonly width: number; readonly height: number },
  draw: () => string,
): void {
  const image = copy.ownerDocument.createElement("img");
  for (const { name, value } of copy.attributes) image.setAttribute(name, value);
  image.setAttribute(mark, "");
  image.setAttribute("alt", copy.getAttribute("aria-label") ?? "");
  if (width && height) {
    image.setAttribute("width", String(width));
    image.setAttribute("height", String(height));
  }
  try {
    const address = draw();
    if (address.startsWith("data:image/")) image.setAttribute("src", address);
    copy.replaceWith(image);
  } catch {
    // A picture from another server: the browser shows it and gives it to nobody.
    copy.replaceWith("[A picture from another server, which can't be copied]");
  }
}
