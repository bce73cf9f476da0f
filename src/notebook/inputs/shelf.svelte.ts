/** The photographs that can be chosen: the bundled ones and those that the person brought in. */

import { decode, decodeUrl } from "../../image/index.ts";
import { type Photo, ReadableError } from "../../trace/index.ts";

/** One photograph that can be chosen. */
export interface ShelfPhoto {
  /** Unique on the shelf. */
  readonly id: string;
  readonly name: string;
  /** What is seen, in words. */
  readonly description: string;
  readonly credit?: string;
  /** Address of a small picture of it. */
  readonly thumbnail: string;
  load(signal: AbortSignal): Promise<Photo>;
}

interface BundledPhoto {
  readonly file: string;
  readonly name: string;
  readonly description: string;
  readonly credit: string;
  readonly license: string;
  readonly source: string;
}

const folder = `${import.meta.env.BASE_URL}photos/`;

/** The photographs of one page; its own ones stay until the page is closed. */
export class Shelf {
  /** In the order they are shown. */
  photos = $state.raw<readonly ShelfPhoto[]>([]);
  private loading: Promise<void> | undefined;
  private own = 0;

  /** Loads the list of bundled photographs. Rejects with a ReadableError, and may be called again then. */
  async open(): Promise<void> {
    this.loading ??= this.fetchBundled().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    await this.loading;
  }

  /** Decodes a file and puts it first. Rejects with a ReadableError that names the file. */
  async add(file: Blob, name?: string): Promise<ShelfPhoto> {
    return this.put(await decode(file, name));
  }

  /** Puts a photograph first. */
  async put(photo: Photo): Promise<ShelfPhoto> {
    const shown: ShelfPhoto = {
      id: `own-${String(++this.own)}`,
      name: photo.name,
      description: `Your photograph ${photo.name}`,
      thumbnail: await thumbnailOf(photo),
      load: () => Promise.resolve(photo),
    };
    this.photos = [shown, ...this.photos];
    return shown;
  }

  private async fetchBundled(): Promise<void> {
    let rows: BundledPhoto[];
    try {
      const response = await fetch(`${folder}photos.json`);
      if (!response.ok) throw new Error(`status ${String(response.status)}`);
      rows = (await response.json()) as BundledPhoto[];
    } catch (error) {
      throw new ReadableError(
        {
          what: "The bundled photographs could not be listed",
          found: error instanceof Error ? error.message : String(error),
          todo: "Reload the page, or use a photograph of your own",
        },
        { cause: error },
      );
    }
    const bundled = rows.map(({ file, name, description, ...from }): ShelfPhoto => {
      const credit = `${from.credit} (${from.license}, ${from.source})`;
      const url = folder + file;
      return {
        id: file.replace(/\.\w+$/, ""),
        name,
        description,
        credit,
        thumbnail: url,
        load: (signal) => decodeUrl(url, name, { credit, signal }),
      };
    });
    this.photos = [...this.photos, ...bundled];
  }
}

async function thumbnailOf({ pixels, width, height }: Photo): Promise<string> {
  const whole = await createImageBitmap(new ImageData(pixels, width, height));
  const scale = Math.min(1, 240 / Math.min(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext("2d")?.drawImage(whole, 0, 0, canvas.width, canvas.height);
  whole.close();
  return canvas.toDataURL("image/jpeg", 0.8);
}
