/** One change of a layer's channel weights, as plain data, and what it makes of them. */

import { type LayerKey, ReadableError } from "../../trace/index.ts";
import { unpackNumbers } from "./pack.ts";
import { shuffled } from "./shuffle.ts";

/** Which channels of which SE layer. */
export interface Reach {
  readonly layer: LayerKey;
  /** Ascending, each once; all of the layer's where it is left out. */
  readonly channels?: readonly number[] | undefined;
}

/** s of the channels becomes a number, or one for each of the channels that are named. */
export interface SetChange extends Reach {
  readonly kind: "set";
  readonly to: number | readonly number[];
}
/** s of the channels is multiplied by a number. */
export interface ScaleChange extends Reach {
  readonly kind: "scale";
  readonly by: number;
}
/** s of the channels becomes what it was before any change. */
export interface TrainedChange extends Reach {
  readonly kind: "trained";
}
/** s of the channels becomes its usual mean, which the network's reference names. */
export interface UsualChange extends Reach {
  readonly kind: "usual";
}
/** s of all other channels becomes 0. */
export interface SoloChange extends Reach {
  readonly kind: "solo";
  readonly channels: readonly number[];
}
/** The channels swap their s among themselves, in an order that the seed decides. */
export interface ShuffleChange extends Reach {
  readonly kind: "shuffle";
  /** A whole number from 0 to 2³² − 1. */
  readonly seed: number;
}
/** s of the channels becomes what another run gave. */
export interface TakeChange extends Reach {
  readonly kind: "take";
  /** Whose they are, in words: "cat", "the mean of 3 photographs". */
  readonly from: string;
  /** One number for each of the channels, as `packNumbers` writes them. */
  readonly numbers: string;
}

/** One change. */
export type Change =
  SetChange | ScaleChange | TrainedChange | UsualChange | SoloChange | ShuffleChange | TakeChange;

/** What a change may refer to, each of length C. */
export interface Known {
  /** s before any change. */
  readonly trained: Float32Array;
  /** The usual means; undefined where nobody measured them. */
  readonly usual?: Float32Array | undefined;
}

/**
 * Returns the channel weights after a change; those given stay as they are. Throws a ReadableError where the
 * usual means are wanted and nobody measured them.
 */
export function applyChange(s: Float32Array, change: Change, known: Known): Float32Array {
  const channels = change.channels ?? Array.from(s.keys());
  const next = s.slice();
  const put = (value: (channel: number, i: number) => number | undefined): Float32Array => {
    channels.forEach((channel, i) => {
      next[channel] = value(channel, i) ?? s[channel] ?? 0;
    });
    return next;
  };
  switch (change.kind) {
    case "set": {
      const { to } = change;
      return put((_, i) => (typeof to === "number" ? to : to[i]));
    }
    case "scale":
      return put((channel) => (s[channel] ?? 0) * change.by);
    case "trained":
      return put((channel) => known.trained[channel]);
    case "usual": {
      const usual = known.usual;
      if (!usual) throw noReference(change.layer);
      return put((channel) => usual[channel]);
    }
    case "solo": {
      const kept = new Set(channels);
      return s.map((weight, channel) => (kept.has(channel) ? weight : 0));
    }
    case "shuffle": {
      const order = shuffled(channels, change.seed);
      return put((_, i) => s[order[i] ?? 0]);
    }
    case "take": {
      const numbers = unpackNumbers(change.numbers);
      return put((_, i) => numbers[i]);
    }
  }
}

function noReference(layer: LayerKey): ReadableError {
  return new ReadableError({
    what: `What the channel weights of ${layer} usually are was not measured`,
    todo: "Change them in another way, or load a network exported with a reference",
  });
}
