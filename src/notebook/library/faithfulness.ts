/** `faithfulness`: deletion and insertion curves of heat maps over patches, and of attributions over channels. */

import type { Engine } from "../../engine/index.ts";
import { channelsOf, heatOf, largestFirst, patchesOver } from "../../explain/index.ts";
import {
  type Attribution,
  type Covering,
  type Detection,
  type FaithfulnessCurve,
  type HeatMap,
  type LayerKey,
  ReadableError,
  type Trace,
  type WeightSet,
} from "../../trace/index.ts";
import { checkDetection } from "./check-detection.ts";
import { checkTrace } from "./check-trace.ts";
import { type Changed, type MeasureOptions, type Things, measureOrders } from "./measure-orders.ts";
import { workedOut } from "./worked-out.ts";

/** What an order is taken from. */
export type Explanation = HeatMap | Attribution;

/** How the curves are measured. */
export interface FaithfulnessOptions extends MeasureOptions {
  /** How many patches lie along the photograph's longer side; 8 where it is left out. */
  readonly along?: number;
}

/** How a cell asks how faithful explanations are. */
export type Faithfulness = (
  trace: Trace,
  detection: Detection,
  explanations: Iterable<Explanation>,
  options?: FaithfulnessOptions,
) => AsyncGenerator<readonly FaithfulnessCurve[], void>;

const call = "faithfulness(trace, trace.detections[0], maps)";

/** Returns `faithfulness` for an engine. It throws a ReadableError for no trace, detection or explanation. */
export function faithfulnessWith(engine: Engine): Faithfulness {
  return (trace, detection, explanations, options = {}) => {
    checkTrace(trace, call);
    checkDetection(detection, call);
    const given = checkExplanations(explanations);
    checkOptions(options);
    return workedOut((signal) =>
      faithfulnessCurves({ engine, trace, detection, explanations: given, options, signal }),
    );
  };
}

/** What is measured by which engine. */
export interface FaithfulnessRequest {
  readonly engine: Pick<Engine, "valuesCovered" | "valuesUnder">;
  readonly trace: Trace;
  readonly detection: Detection;
  readonly explanations: readonly Explanation[];
  readonly options: FaithfulnessOptions;
  readonly signal?: AbortSignal;
}

/** Returns a curve an explanation, in their order, and one of random orders for patches and for channels. */
export async function faithfulnessCurves(
  request: FaithfulnessRequest,
): Promise<FaithfulnessCurve[]> {
  const maps = request.explanations.filter((one) => "letterbox" in one);
  const attributions = request.explanations.filter((one) => "layers" in one);
  return [...(await overPatches(request, maps)), ...(await overChannels(request, attributions))];
}

async function overPatches(
  { engine, trace, detection, options, signal }: FaithfulnessRequest,
  maps: readonly HeatMap[],
): Promise<FaithfulnessCurve[]> {
  const { target = "confidence", along = 8 } = options;
  const patches = patchesOver(trace.letterbox, along);
  return measureOrders(
    {
      ...{ of: "patches", count: patches.length },
      orders: maps.map((map) => ({
        method: map.method,
        order: largestFirst(heatOf(map, patches)),
      })),
      values: (sets, onProgress) =>
        engine.valuesCovered(
          trace,
          { detection, target },
          {
            ...{ signal, onProgress },
            coverings: sets.map(({ things, gone }): Covering => ({
              patches: things.flatMap((k) => patches[k] ?? []),
              grey: gone === "these" ? "inside" : "outside",
            })),
          },
        ),
    },
    { detection: detection.id, options },
  );
}

async function overChannels(
  { engine, trace, detection, options, signal }: FaithfulnessRequest,
  attributions: readonly Attribution[],
): Promise<FaithfulnessCurve[]> {
  const { target = "confidence" } = options;
  // Methods may reach different layers: each is measured over its own.
  const groups = group(attributions, ({ layers }) => [...layers.keys()].join(" "));
  const curves: FaithfulnessCurve[] = [];
  for (const [first, ...others] of groups.values()) {
    if (!first) continue;
    const { channels } = channelsOf(first);
    const keys = [...first.layers.keys()];
    const own = (key: LayerKey): Float32Array => trace.channelWeights(key).excitation;
    const set = ({ things, gone }: Changed): WeightSet => {
      const weights = new Map(
        keys.map((key) => [key, gone === "these" ? own(key).slice() : own(key).map(() => 0.5)]),
      );
      for (const k of things) {
        const { layer = "", channel = -1 } = channels[k] ?? {};
        const s = weights.get(layer);
        if (s) s[channel] = gone === "these" ? 0.5 : (own(layer)[channel] ?? 0.5);
      }
      return weights;
    };
    const things: Things = {
      ...{ of: "channels", count: channels.length },
      orders: [first, ...others].map((one) => ({
        method: one.method,
        order: largestFirst(channelsOf(one).scores),
      })),
      values: (sets, onProgress) =>
        engine.valuesUnder(
          trace,
          { detection, target },
          {
            ...{ signal, onProgress },
            sets: sets.map(set),
          },
        ),
    };
    curves.push(...(await measureOrders(things, { detection: detection.id, options })));
  }
  return curves;
}

function checkExplanations(given: unknown): readonly Explanation[] {
  const list: unknown[] =
    typeof given === "object" && given !== null && Symbol.iterator in given
      ? [...(given as Iterable<unknown>)]
      : [];
  const good = (one: unknown): one is Explanation =>
    typeof one === "object" &&
    one !== null &&
    "method" in one &&
    ("letterbox" in one || "layers" in one);
  if (list.length > 0 && list.every(good)) return list;
  throw new ReadableError({
    what: "Explanations are needed whose order is tried",
    expected: `a list of heat maps or attributions, as in ${call}`,
    found: list.length > 0 ? "something else in the list" : "none",
  });
}

function checkOptions({ along = 8, steps = 16, random = 3 }: FaithfulnessOptions): void {
  const limits = {
    along: [along, 1, 64],
    steps: [steps, 1, 512],
    random: [random, 0, 100],
  } as const;
  for (const [name, [found, least, most]] of Object.entries(limits)) {
    if (Number.isInteger(found) && found >= least && found <= most) continue;
    throw new ReadableError({
      what: `How faithfulness is measured, ${name}`,
      expected: `a whole number from ${String(least)} to ${String(most)}`,
      found: String(found),
    });
  }
}

/** Returns the items by what a function says of them, in the order in which that first came up. */
function group<T>(items: readonly T[], by: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(by(item), [...(found.get(by(item)) ?? []), item]);
  return found;
}
