/** `attribute`: what several methods say of the channels that a detection's number comes from, as they answer. */

import { observe } from "observable:runtime/stdlib/generators/index";
import type { Engine } from "../../engine/index.ts";
import { creditOf } from "../../explain/index.ts";
import {
  type AttributeOptions,
  type Attribution,
  type Attributions,
  type Detection,
  type Evidence,
  type Method,
  type OnProgress,
  ReadableError,
  type Trace,
  methods,
} from "../../trace/index.ts";
import { checkDetection } from "./check-detection.ts";
import { checkTrace } from "./check-trace.ts";

/** How a cell asks; what is left out is in `AttributeOptions`. */
export interface CellAttributeOptions extends AttributeOptions {
  /** Told how far the work is, more often than the cell's value changes. */
  readonly onProgress?: OnProgress;
}

/** How a cell asks where a detection's number comes from. */
export type Attribute = (
  trace: Trace,
  detection: Detection,
  options?: CellAttributeOptions,
) => AsyncGenerator<Attributions, void>;

const call = "attribute(trace, trace.detections[0])";

/**
 * Returns `attribute` for an engine: in its own cell a generator, in every other cell the attributions so far, a new
 * object after each method. A cell that runs again ends the work. Throws a ReadableError where no trace or no
 * detection is given, or a method that there is not.
 */
export function attributeWith(engine: Engine): Attribute {
  return (trace, detection, options = {}) => {
    checkTrace(trace, call);
    checkDetection(detection, call);
    checkMethods(options.methods ?? methods);
    const partial = observe<Attributions | Promise<Attributions>>((change) => {
      const stop = new AbortController();
      const request = { engine, trace, detection, options, signal: stop.signal };
      attributions(request, change).catch((error: unknown) => {
        if (!stop.signal.aborted) change(Promise.reject(error as Error));
      });
      return () => {
        stop.abort();
      };
    });
    return partial as AsyncGenerator<Attributions, void>;
  };
}

/** What is worked out. */
export interface AttributionsRequest {
  readonly engine: Pick<Engine, "evidence" | "gradient" | "ablate" | "shapley">;
  readonly trace: Trace;
  readonly detection: Detection;
  readonly options: CellAttributeOptions;
  readonly signal?: AbortSignal;
}

/** Works out the methods in turn, the cheapest first, and hands over what is there after each. */
export async function attributions(
  { engine, trace, detection, options, signal }: AttributionsRequest,
  change: (so: Attributions) => void,
): Promise<Attributions> {
  const { target = "confidence", onProgress, shapley = {} } = options;
  const asked = methods.filter((method) => (options.methods ?? methods).includes(method));
  const keys = trace.model.seLayers.map(({ key }) => key);
  const layers = options.layers ?? keys;
  const byMethod = new Map<Method, Attribution>();
  const missing = new Map<Method, string>();
  const evidence = await whereThere(engine.evidence(trace, detection, { signal }));
  const report = (share: number, step: string): void =>
    onProgress?.({ step, share: (byMethod.size + missing.size + share) / asked.length });
  const one = (method: Method): Attribution | Promise<Attribution> => {
    const job = {
      ...{ signal, layers },
      onProgress: ({ step, share = 0 }: { step: string; share?: number }) => {
        report(share, step);
      },
    };
    switch (method) {
      case "credit":
        if (evidence instanceof ReadableError) throw evidence;
        return creditOf(evidence, target);
      case "gradient":
        return engine.gradient(trace, { detection, target }, job);
      case "ablateNeutral":
        return engine.ablate(trace, { detection, target }, { ...job, absent: "neutral" });
      case "ablateZero":
        return engine.ablate(trace, { detection, target }, { ...job, absent: "zero" });
      case "shapley":
        return engine.shapley(trace, { detection, target }, { ...job, ...shapley });
    }
  };
  const soFar = (): Attributions => ({
    ...{ trace: trace.id, detection, target, layers },
    value: [...byMethod.values()][0]?.value ?? NaN,
    byMethod: new Map(byMethod),
    missing: new Map(missing),
    evidence: evidence instanceof ReadableError ? undefined : evidence,
    done: (byMethod.size + missing.size) / asked.length,
  });
  for (const method of asked) {
    signal?.throwIfAborted();
    try {
      byMethod.set(method, await one(method));
    } catch (error) {
      if (!(error instanceof ReadableError) || method !== "credit") throw error;
      missing.set(method, error.message);
    }
    signal?.throwIfAborted();
    change(soFar());
  }
  return soFar();
}

/** A head without SE has no exact credits, which the other methods don't need. */
async function whereThere(evidence: Promise<Evidence>): Promise<Evidence | ReadableError> {
  try {
    return await evidence;
  } catch (error) {
    if (error instanceof ReadableError) return error;
    throw error;
  }
}

function checkMethods(asked: readonly string[]): void {
  const odd = asked.find((method) => !methods.some((one) => one === method));
  if (odd === undefined && asked.length > 0) return;
  throw new ReadableError({
    what: "There is no such way to attribute",
    expected: `some of ${methods.join(", ")}`,
    found: odd ?? "none",
  });
}
