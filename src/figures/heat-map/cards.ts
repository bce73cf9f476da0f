/** Heat maps → one card a map, with the numbers that its colours stand for. */

import { cellsOf } from "./cells.ts";
import type { Detection, HeatMap, LayerKey, Trace } from "../../trace/index.ts";
import { threeDigits } from "../parts/format.ts";
import { methodLook } from "../parts/methods.ts";

/** Which numbers the ends of a card's ramp stand for. */
export interface HeatRange {
  readonly low: number;
  readonly high: number;
  readonly largest: number;
}

/** One heat map as it is drawn. */
export interface HeatCard {
  readonly map: HeatMap;
  /** "Grad-CAM". */
  readonly name: string;
  /** "layer P5 · confidence": what was read, and which number was explained. */
  readonly about: string;
  readonly range: HeatRange;
  /** Whether colours part at 0: it is the middle of the map, and some numbers are below it. */
  readonly diverging: boolean;
  /** What it shows, for those who don't see it. */
  readonly description: string;
}

/** Returns the cards of some heat maps, in their order. */
export function heatCards(maps: readonly HeatMap[]): HeatCard[] {
  return maps.map((map) => ({
    map,
    name: methodLook(map.method).name,
    about: [
      ...(map.layer === undefined ? [] : [`layer ${map.layer}`]),
      map.target ?? "no target",
    ].join(" · "),
    ...rangeOf(map),
    description: describe(map),
  }));
}

/** Returns the ramp's ends over the photograph: as far below 0 as above where the colours part there. */
export function rangeOf(map: HeatMap): Pick<HeatCard, "range" | "diverging"> {
  const values = cellsOf(map).map(({ value }) => value);
  const [least, largest] = [Math.min(...values), Math.max(...values)];
  if (map.signed && least < 0) {
    const reach = Math.max(-least, largest);
    return { range: { low: -reach, high: reach, largest: reach }, diverging: true };
  }
  const range = largest > least ? { low: least, high: largest, largest } : flat(least);
  return { range, diverging: false };
}

/** Returns the detection that heat maps explain, by its id; undefined where the trace has none like it. */
export function explained(
  { candidates }: Pick<Trace, "candidates">,
  maps: readonly HeatMap[],
): Detection | undefined {
  const [first] = maps;
  return first && candidates.find(({ id }) => id === first.detection);
}

/** Returns the layer's channel-weighted map: Σ of what recalibration left, or a plain layer's mean over channels. */
export function channelWeighted(
  trace: Pick<Trace, "letterbox">,
  {
    layer,
    detection,
    recalibrated,
    maps,
  }: {
    readonly layer: LayerKey;
    readonly detection: Detection | undefined;
    readonly recalibrated: boolean;
    readonly maps: {
      readonly height: number;
      readonly width: number;
      readonly values: readonly Float32Array[];
    };
  },
): HeatMap {
  const { height, width, values } = maps;
  const sum = new Float32Array(height * width);
  for (const channel of values) channel.forEach((value, i) => (sum[i] = (sum[i] ?? 0) + value));
  const share = recalibrated ? 1 : 1 / Math.max(1, values.length);
  return {
    ...{ method: "channelWeighted", layer, target: undefined, signed: false },
    detection: detection?.id ?? "",
    ...{ rows: height, columns: width, letterbox: trace.letterbox, meaning: "activation" },
    values: sum.map((value) => value * share),
  };
}

/** Nothing differs: the ramp still needs two ends. */
function flat(value: number): HeatRange {
  return { low: value, high: value + 1, largest: value };
}

function describe(map: HeatMap): string {
  const cells = cellsOf(map);
  const [first] = cells;
  if (!first) return `${methodLook(map.method).name}: nothing of it lies on the photograph`;
  const most = cells.reduce((best, cell) => (cell.value > best.value ? cell : best), first);
  return (
    `${methodLook(map.method).name}, ${map.meaning}: largest ${threeDigits(most.value)} at row ${String(most.row)}, ` +
    `column ${String(most.column)} of ${String(map.rows)} by ${String(map.columns)}`
  );
}
