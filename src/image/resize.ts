/** Bilinear resizing with half-pixel centres and no smoothing, as YOLOv5's own pipeline does it. */

/** Where each output pixel reads along one axis: two neighbours and the share of the second. */
export interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float32Array;
}

/** Returns the taps that scale `from` pixels to `to`. */
export function tapsOf(from: number, to: number): Taps {
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const share = new Float32Array(to);
  const scale = from / to;
  for (let i = 0; i < to; i++) {
    const at = Math.max((i + 0.5) * scale - 0.5, 0);
    const low = Math.min(Math.floor(at), from - 1);
    first[i] = low;
    second[i] = Math.min(low + 1, from - 1);
    share[i] = at - low;
  }
  return { first, second, share };
}
