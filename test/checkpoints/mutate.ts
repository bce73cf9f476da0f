/** Damages a checkpoint in ways that chance and malice do, from a seed. */

/** A damaged file and how it was damaged. */
export interface Mutant {
  readonly kind: string;
  readonly file: ArrayBuffer;
}

/** Numbers in 0..1, the same for the same seed (Lehmer's generator). */
export function random(seed: number): () => number {
  let state = ((seed % 2147483646) + 2147483646) % 2147483646 || 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** Returns one damaged copy of a checkpoint's file. `pickle` is where its pickle lies in it. */
export function mutate(
  file: Uint8Array,
  { next, pickle }: { next: () => number; pickle: readonly [from: number, to: number] },
): Mutant {
  const bytes = file.slice();
  const whole = (limit: number): number => Math.floor(next() * limit);
  const inPickle = (): number => pickle[0] + whole(pickle[1] - pickle[0]);
  const kinds: Readonly<Record<string, () => Uint8Array<ArrayBuffer>>> = {
    truncated: () => bytes.slice(0, whole(bytes.length)),
    "bits flipped anywhere": () => {
      for (let k = 0; k <= whole(64); k++) flip(bytes, whole(bytes.length), whole(8));
      return bytes;
    },
    "bits flipped in the pickle": () => {
      for (let k = 0; k <= whole(8); k++) flip(bytes, inPickle(), whole(8));
      return bytes;
    },
    "bytes of the pickle replaced": () => {
      const at = inPickle();
      bytes.fill(whole(256), at, Math.min(pickle[1], at + 1 + whole(40)));
      return bytes;
    },
    "numbers of the pickle made large": () => {
      // BININT1 and BININT2 carry shapes, strides and offsets.
      const places = [...bytes.subarray(...pickle).keys()].filter((k) =>
        [0x4b, 0x4d].includes(bytes[pickle[0] + k] ?? 0),
      );
      for (let k = 0; k < 6; k++) bytes[pickle[0] + (places[whole(places.length)] ?? 0) + 1] = 255;
      return bytes;
    },
    "memo numbers changed": () => {
      const places = [...bytes.subarray(...pickle).keys()].filter(
        (k) => bytes[pickle[0] + k] === 0x68,
      );
      for (let k = 0; k < 4; k++)
        bytes[pickle[0] + (places[whole(places.length)] ?? 0) + 1] = whole(256);
      return bytes;
    },
    "parts swapped": () => {
      const length = 1 + whole(4000);
      const [a, b] = [whole(bytes.length - length), whole(bytes.length - length)];
      const kept = bytes.slice(a, a + length);
      bytes.copyWithin(a, b, b + length);
      bytes.set(kept, b);
      return bytes;
    },
    "numbers made NaN": () => {
      bytes.fill(0xff, pickle[1], Math.min(bytes.length - 4000, pickle[1] + 1 + whole(20_000)));
      return bytes;
    },
    "directory damaged": () => {
      for (let k = 0; k < 12; k++) flip(bytes, bytes.length - 1 - whole(4000), whole(8));
      return bytes;
    },
  };
  const names = Object.keys(kinds);
  const kind = names[whole(names.length)] ?? "truncated";
  return { kind, file: (kinds[kind]?.() ?? bytes).buffer };
}

/** Returns where the pickle of a checkpoint lies in its file, whose entries are stored as they are. */
export function placeOfPickle(file: Uint8Array): readonly [from: number, to: number] {
  const from = file.findIndex(
    (byte, k) => byte === 0x80 && file[k + 1] === 2 && file[k + 2] === 0x7d,
  );
  const to = file.findIndex(
    (byte, k) => k > from && byte === 0x50 && file[k + 1] === 0x4b && file[k + 2] === 7,
  );
  if (from < 0 || to < 0) throw new Error("the checkpoint has no pickle to damage");
  return [from, to];
}

function flip(bytes: Uint8Array, at: number, bit: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
}
