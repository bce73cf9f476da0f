/** SVG text → PNG. */

/** Returns the SVG as a PNG of twice its size. Rejects where the browser can't draw it. */
export async function svgAsPNG(svg: string, { scale = 2 } = {}): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(image.naturalWidth * scale);
    canvas.height = Math.ceil(image.naturalHeight * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob((blob) => {
        if (blob) resolve(blob);
        else reject(new Error("the browser could not make a PNG of it"));
      }, "image/png");
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
