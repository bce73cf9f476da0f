/** The faders of a layer → the rows of a table. */

import type { Row } from "../parts/save/save.ts";
import type { LayerView } from "./view.ts";

/** Returns one row a channel, from left to right as they are drawn. */
export function mixerRows(
  { se, trained, weights, bank }: LayerView,
  { selected }: { readonly selected: readonly number[] },
): Row[] {
  const chosen = new Set(selected);
  return bank.order.map((channel) => ({
    layer: se.key,
    channel,
    weight_before: trained[channel],
    weight_after: weights[channel],
    usual_mean: se.reference?.mean[channel],
    selected: chosen.has(channel) ? 1 : 0,
  }));
}
