/** What the pointer is on, shared by all figures of one trace. */

import type { LayerKey, Trace } from "../../trace/index.ts";

/** The hovered channel of a layer and the hovered detection; undefined where there is none. */
export class Focus {
  layer = $state<LayerKey>();
  channel = $state<number>();
  detectionId = $state<string>();

  /** Returns the hovered channel where it is one of this layer. */
  channelOf(layer: LayerKey): number | undefined {
    return this.layer === layer ? this.channel : undefined;
  }

  /** Says that the pointer is on a channel, or on none. */
  pointAtChannel(layer: LayerKey, channel: number | undefined): void {
    this.layer = layer;
    this.channel = channel;
  }
}

const all = new WeakMap<Trace, Focus>();

/** Returns the focus that the figures of a trace share; it is gone when the trace is. */
export function focusOf(trace: Trace): Focus {
  const known = all.get(trace);
  if (known) return known;
  const made = new Focus();
  all.set(trace, made);
  return made;
}
