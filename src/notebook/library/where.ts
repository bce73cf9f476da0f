/** `where`: heat maps of what a detection comes from in the photograph. */

import type { Engine } from "../../engine/index.ts";
import { dropsAsMap, slideOver } from "../../explain/index.ts";
import {
  type Detection,
  type HeatMap,
  type OnProgress,
  ReadableError,
  type TargetOf,
  type Trace,
  type WhereMethod,
  type WhereOptions,
  layerMethods,
} from "../../trace/index.ts";
import { checkDetection } from "./check-detection.ts";
import { checkTrace } from "./check-trace.ts";
import { workedOut } from "./worked-out.ts";

/** How a cell asks; what is left out is in `WhereOptions`. */
export interface CellWhereOptions extends WhereOptions {
  readonly onProgress?: OnProgress;
}

/** How a cell asks where in the photograph a detection comes from. */
export type Where = (
  trace: Trace,
  detection: Detection,
  options?: CellWhereOptions,
) => AsyncGenerator<readonly HeatMap[], void>;

const call = "where(trace, trace.detections[0])";

/** Returns `where` for an engine. It throws a ReadableError for no trace, no detection or an unknown method. */
export function whereWith(engine: Engine): Where {
  return (trace, detection, options = {}) => {
    checkTrace(trace, call);
    checkDetection(detection, call);
    checkMethods(options.methods ?? layerMethods);
    return workedOut((signal) => heatMaps({ engine, trace, detection, options, signal }));
  };
}

/** What is asked of which engine. */
export interface HeatMapsRequest {
  readonly engine: Pick<Engine, "heatMaps" | "valuesCovered">;
  readonly trace: Trace;
  readonly detection: Detection;
  readonly options: CellWhereOptions;
  readonly signal?: AbortSignal;
}

/** Returns the heat maps in the methods' order. */
export async function heatMaps(request: HeatMapsRequest): Promise<readonly HeatMap[]> {
  const { engine, trace, detection, options, signal } = request;
  const { methods = layerMethods, layer, target = "confidence", onProgress } = options;
  const maps: HeatMap[] = [];
  for (const [k, method] of methods.entries()) {
    onProgress?.({ step: `Making ${method}`, share: k / methods.length });
    const about: TargetOf = { detection, target };
    if (method === "occlusion") {
      const within: OnProgress = ({ step, share = 0 }) =>
        onProgress?.({ step, share: (k + share) / methods.length });
      maps.push(await occlusion(request, { ...about, onProgress: within }));
    } else
      maps.push(...(await engine.heatMaps(trace, about, { methods: [method], layer, signal })));
  }
  return maps;
}

async function occlusion(
  { engine, trace, options, signal }: HeatMapsRequest,
  { onProgress, ...about }: TargetOf & { readonly onProgress: OnProgress },
): Promise<HeatMap> {
  const slide = slideOver(trace.letterbox, options);
  const nothing = { patches: [], grey: "inside" } as const;
  const squares = slide.patches.map((patch) => ({ patches: [patch], grey: "inside" }) as const);
  const [whole = NaN, ...covered] = await engine.valuesCovered(trace, about, {
    ...{ signal, onProgress },
    coverings: [nothing, ...squares],
  });
  return {
    method: "occlusion",
    ...{ detection: about.detection.id, target: about.target, layer: undefined, signed: true },
    ...dropsAsMap(
      slide,
      covered.map((value) => whole - value),
    ),
    ...{ letterbox: trace.letterbox, meaning: `drop of the ${about.target} under grey` },
  };
}

function checkMethods(methods: readonly string[]): void {
  const known: readonly WhereMethod[] = [...layerMethods, "occlusion"];
  const odd = methods.find((method) => !known.some((one) => one === method));
  if (odd === undefined && methods.length > 0) return;
  throw new ReadableError({
    what: "There is no such way to tell where",
    expected: `some of ${known.join(", ")}`,
    found: odd ?? "none",
  });
}
