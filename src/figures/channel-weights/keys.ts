/** What the keyboard does on a row of channels. */

import type { ChannelWeightMarks } from "./marks.ts";

/** How far the page keys go. */
const page = 16;

/** Returns the channel that a key leads to, from left to right as they are drawn; undefined for other keys. */
export function nextChannel(
  { order }: Pick<ChannelWeightMarks, "order">,
  { key, from }: { readonly key: string; readonly from: number | undefined },
): number | undefined {
  const rank = from === undefined ? -1 : order.indexOf(from);
  const last = order.length - 1;
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: rank + 1,
    ArrowUp: rank + 1,
    ArrowLeft: rank - 1,
    ArrowDown: rank - 1,
    PageDown: rank + page,
    PageUp: rank - page,
    Home: 0,
    End: last,
  };
  const to = steps[key];
  return to === undefined ? undefined : order[Math.max(0, Math.min(last, to))];
}
