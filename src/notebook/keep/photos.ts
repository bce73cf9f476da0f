/** Keeps photographs by the SHA-256 of their bytes, and lets go of what no notebook uses. */

import { sha256 } from "./hash.ts";
import type { KeptPhotos } from "./keep.ts";
import { isDamaged, readKept, readPhoto, readPhotoName } from "./read-kept.ts";
import { refused } from "./refused.ts";
import type { Store } from "./store.ts";
import type { KeptPhoto } from "./types.ts";

/** How long a photograph that no notebook uses is kept, in milliseconds: 30 days. */
export const unusedFor = 30 * 24 * 3600 * 1000;

/** Returns the kept photographs of a store. `changed` is called after each change. */
export function keptPhotos(store: Store, changed: () => void): KeptPhotos {
  const put = async (photo: KeptPhoto): Promise<void> => {
    try {
      await store.update("photos", photo.id, () => photo);
    } catch (error) {
      throw refused(error, `The photograph ${photo.name}`);
    }
    changed();
  };
  return {
    async list() {
      const photos = (await store.readAll("photos")).flatMap((raw) => readPhoto(raw) ?? []);
      return photos.sort((a, b) => b.created - a.created);
    },
    async get(id) {
      return readPhoto(await store.read("photos", id));
    },
    async add({ blob, name, thumbnail }) {
      const bytes = await blob.arrayBuffer();
      const id = `photo-${await sha256(bytes)}`;
      const now = Date.now();
      // A plain Blob: of a File, browsers keep its path and date as well.
      const copy = new Blob([bytes], { type: blob.type });
      const photo: KeptPhoto = { id, blob: copy, name, thumbnail, created: now, used: now };
      await put(photo);
      return photo;
    },
    put,
    async remove(id) {
      await forget(store, id);
      changed();
    },
    async nameOf(id) {
      return readPhotoName(await store.read("photos", id));
    },
    async touch(id) {
      const used = Date.now();
      await store.update("photos", id, (raw) => {
        const photo = readPhoto(raw);
        return photo && { ...photo, used };
      });
    },
  };
}

/** Deletes the photographs that no notebook uses and that were not chosen for 30 days. */
export async function dropUnusedPhotos(store: Store, now = Date.now()): Promise<void> {
  const kept = (await store.readAll("notebooks")).map(readKept);
  // What a damaged notebook uses is not known.
  if (kept.some(isDamaged)) return;
  const used = new Set(kept.flatMap((one) => (isDamaged(one) ? [] : one.photos)));
  for (const raw of await store.readAll("photos")) {
    const photo = readPhoto(raw);
    if (photo && !used.has(photo.id) && now - photo.used > unusedFor) await forget(store, photo.id);
  }
}

async function forget(store: Store, id: string): Promise<void> {
  await store.update("photos", id, (raw) => {
    const name = readPhotoName(raw);
    return { id, ...(name === undefined ? {} : { name }) };
  });
}

/** Returns the identifiers of kept photographs that the states of inputs name. */
export function photosIn(states: Readonly<Record<string, unknown>>): readonly string[] {
  return [...new Set(JSON.stringify(states).match(/\bphoto-[0-9a-f]{64}\b/g))];
}
