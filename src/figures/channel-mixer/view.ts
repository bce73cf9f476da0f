/** One SE layer of a trace with changes → what the faders show. */

import { findSELayer, weightDifferences } from "../../explain/index.ts";
import type { LayerKey, SEEdits, SELayer, Trace } from "../../trace/index.ts";
import { type ChannelOrder, channelOrder } from "../channel-weights/marks.ts";
import { type Bank, faderBank } from "./bank.ts";

/** What is looked at. */
export interface LayerLook {
  readonly layer: LayerKey;
  readonly sort: ChannelOrder;
  readonly edits: SEEdits;
  /** The trace with the edits; undefined while it is awaited. */
  readonly after: Trace | undefined;
  /** Of the drawing, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** What is seen of it. */
export interface LayerView {
  readonly se: SELayer;
  /** s before any change. */
  readonly trained: Float32Array;
  /** s as the edits say; where they say nothing of this layer, as it came out behind edited ones. */
  readonly weights: Float32Array;
  readonly bank: Bank;
  /** Whether a layer before this one is edited, so that its maps come in as others. */
  readonly upstream: boolean;
}

/** Returns the view. Throws a ReadableError for a layer without channel weights. */
export function layerView(trace: Trace, look: LayerLook): LayerView {
  const { edits, after, width, height } = look;
  const se = findSELayer(trace.model, look.layer);
  const trained = trace.channelWeights(se.key).excitation;
  const weights = edits[se.key]?.weights ?? after?.channelWeights(se.key).excitation ?? trained;
  const differences = se.reference && weightDifferences(trained, se.reference);
  const order = channelOrder(trained, { differences, sort: look.sort });
  return {
    ...{ se, trained, weights },
    bank: faderBank({ layer: se, trained, weights, order, width, height }),
    upstream: trace.model.seLayers.some(({ key, index }) => key in edits && index < se.index),
  };
}
