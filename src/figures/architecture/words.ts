/** What is said of a layer of a configuration. */

import { format } from "d3";
import { listed } from "../../explain/index.ts";
import type { ArchitectureLayer, MapShape } from "../../trace/index.ts";

const whole = format(",");
const three = format(".3~s");

/** Returns a count in full: "1,882,909". */
export function exact(count: number): string {
  return whole(Math.round(count));
}

/** Returns a count in three digits: "148 k", "2.24 G"; "–" for none. */
export function short(count: number): string {
  if (count === 0) return "–";
  const text = three(count);
  const unit = /[a-zµ]$/i.exec(text)?.[0] ?? "";
  return unit ? `${text.slice(0, -1)}\u2009${unit}` : text;
}

/** Returns a shape as height, width, channels. */
export function shapeText([height, width, channels]: MapShape): string {
  return `${String(height)}×${String(width)}×${String(channels)}`;
}

/** Returns everything that a row shows, as one line for who does not see it. */
export function spoken(layer: ArchitectureLayer): string {
  const { index, module, shape, parameters, multiplyAdds, se, within } = layer;
  return [
    `Layer ${String(index)}, ${module}${within ? ` of ${within}` : ""}`,
    ...(se ? [se.headScale ? `SE at ${se.headScale}` : "SE"] : []),
    shape.join(" by "),
    `${exact(parameters)} parameters`,
    `${short(multiplyAdds)} multiply-adds`,
    ...(se ? [`an edit changes boxes of ${listed(se.reaches)}`] : []),
  ].join(", ");
}

/** Returns which layers are read, in words; -1 is the photograph. */
export function sources(from: readonly number[]): string {
  return listed(from.map((source) => (source < 0 ? "the photograph" : String(source))));
}
