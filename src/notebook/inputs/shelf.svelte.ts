/** The photographs that can be chosen: the bundled ones and those that the person brought in, which are kept. */

import { decode, decodeUrl } from "../../image/index.ts";
import { type Photo, ReadableError, readable } from "../../trace/index.ts";
import { sha256 } from "../keep/hash.ts";
import type { KeptPhotos } from "../keep/keep.ts";
import type { KeptPhoto } from "../keep/types.ts";
import { asPng, thumbnailOf } from "./thumbnail.ts";

/** One photograph that can be chosen. */
export interface ShelfPhoto {
  /** Unique on the shelf: the file's name of a bundled one, "photo-" and the SHA-256 of an own one. */
  readonly id: string;
  readonly name: string;
  /** What is seen, in words. */
  readonly description: string;
  readonly credit?: string;
  /** Address of a small picture of it. */
  readonly thumbnail: string;
  /** Whether the person brought it, and can take it away. */
  readonly own: boolean;
  /** Why the browser does not keep it, where it should. */
  readonly notKept?: ReadableError;
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

/** Where the person's own photographs are kept; the page's Keep, which may still be opening. */
export type PhotoStore = () => Promise<{ readonly photos: KeptPhotos }>;

/** The photographs of one page: the person's own, kept in the browser, before the bundled ones. */
export class Shelf {
  /** In the order they are shown. */
  photos = $state.raw<readonly ShelfPhoto[]>([]);
  private readonly store: PhotoStore;
  private loading: Promise<void> | undefined;
  private kept: Promise<void> | undefined;

  constructor(store: PhotoStore) {
    this.store = store;
  }

  /** Loads the lists of bundled and kept photographs. Rejects with a ReadableError, and may be called again then. */
  async open(): Promise<void> {
    this.loading ??= this.fetchBundled().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    // Storage that can't be read hides the person's own photographs, not the bundled ones.
    this.kept ??= this.readKept().catch(() => undefined);
    await Promise.all([this.loading, this.kept]);
  }

  /** Decodes a file, keeps its bytes and puts it first. Rejects with a ReadableError that names the file. */
  async add(file: Blob, name?: string): Promise<ShelfPhoto> {
    const photo = await decode(file, name);
    return await this.keep(photo, file);
  }

  /** Keeps a frame of the camera and puts it first. */
  async put(photo: Photo): Promise<ShelfPhoto> {
    return await this.keep(photo, await asPng(photo));
  }

  /** Takes one of the person's own away, from the shelf and the browser; returns what puts it back. */
  async remove({ id }: ShelfPhoto): Promise<() => Promise<void>> {
    const before = this.photos;
    const { photos } = await this.store();
    const kept = await photos.get(id);
    await photos.remove(id);
    this.photos = this.photos.filter((one) => one.id !== id);
    return async () => {
      if (kept) await photos.put(kept);
      const others = this.photos.filter((one) => !before.includes(one));
      this.photos = [...others, ...before];
    };
  }

  /** Notes that one was chosen now; what no notebook uses may go 30 days later. */
  chosen({ id, own }: ShelfPhoto): void {
    if (own)
      void this.store().then(
        ({ photos }) => photos.touch(id),
        () => undefined,
      );
  }

  /** Returns the name of a photograph that was on the shelf once. */
  async nameOf(id: string): Promise<string | undefined> {
    return await this.store().then(
      ({ photos }) => photos.nameOf(id),
      () => undefined,
    );
  }

  private async keep(photo: Photo, blob: Blob): Promise<ShelfPhoto> {
    const { name } = photo;
    const thumbnail = await thumbnailOf(photo);
    let shown: ShelfPhoto;
    try {
      const { photos } = await this.store();
      shown = shelved(await photos.add({ blob, name, thumbnail }));
    } catch (error) {
      // It can be used as long as the page is open.
      const id = `photo-${await sha256(await blob.arrayBuffer())}`;
      shown = { ...shelved({ id, blob, name, thumbnail }), notKept: readable(error) };
    }
    this.photos = [shown, ...this.photos.filter(({ id }) => id !== shown.id)];
    return shown;
  }

  private async readKept(): Promise<void> {
    const { photos } = await this.store();
    const own = (await photos.list()).map(shelved);
    const here = this.photos.map(({ id }) => id);
    const bundled = this.photos.filter((one) => !one.own);
    const added = this.photos.filter((one) => one.own);
    this.photos = [...added, ...own.filter(({ id }) => !here.includes(id)), ...bundled];
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
        own: false,
        load: (signal) => decodeUrl(url, name, { credit, signal }),
      };
    });
    this.photos = [...this.photos, ...bundled];
  }
}

function shelved({
  id,
  blob,
  name,
  thumbnail,
}: Pick<KeptPhoto, "id" | "blob" | "name" | "thumbnail">): ShelfPhoto {
  const description = `Your photograph ${name}`;
  return { id, name, description, thumbnail, own: true, load: () => decode(blob, name) };
}
