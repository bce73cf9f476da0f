/** `sanity`: whether explanations change at all when the network's parameters are drawn anew, layer by layer. */

import { type Engine, type RandomAnswer, ownLayer } from "../../engine/index.ts";
import { creditOf, rankCorrelation } from "../../explain/index.ts";
import {
  type Detection,
  type LayerKey,
  type LayerMethod,
  type Method,
  type OnProgress,
  ReadableError,
  type SanityCheck,
  type Target,
  type Trace,
  layerMethods,
} from "../../trace/index.ts";
import { checkDetection } from "./check-detection.ts";
import { checkTrace } from "./check-trace.ts";
import { workedOut } from "./worked-out.ts";

/** Explanations that can be checked. */
export type CheckedMethod = LayerMethod | "credit" | "gradient";
const checkedMethods: readonly CheckedMethod[] = [...layerMethods, "credit", "gradient"];

/** What is checked. */
export interface SanityOptions {
  /** All where they are left out. */
  readonly methods?: readonly CheckedMethod[];
  /** The layer of the heat maps; the one that the detection's head reads where it is left out. */
  readonly layer?: LayerKey;
  /** "confidence" where it is left out. */
  readonly target?: Target;
  /** The same seed draws the same parameters; 1 where it is left out. */
  readonly seed?: number;
  /** How many layers the cascade takes from the output on; all where it is left out. */
  readonly depth?: number;
  readonly onProgress?: OnProgress;
}

/** How a cell asks for the check. */
export type Sanity = (
  trace: Trace,
  detection: Detection,
  options?: SanityOptions,
) => AsyncGenerator<SanityCheck, void>;

const call = "sanity(trace, trace.detections[0])";

/** Returns `sanity` for an engine. It throws a ReadableError for no trace, no detection or an unknown method. */
export function sanityWith(engine: Engine): Sanity {
  return (trace, detection, options = {}) => {
    checkTrace(trace, call);
    checkDetection(detection, call);
    checkOptions(options);
    return workedOut((signal) => sanityCheck({ engine, trace, detection, options, signal }));
  };
}

/** What is checked by which engine. */
export interface SanityRequest {
  readonly engine: Pick<Engine, "cascade" | "underRandom">;
  readonly trace: Trace;
  readonly detection: Detection;
  readonly options: SanityOptions;
  readonly signal?: AbortSignal;
}

/** Returns how alike each explanation is to its own on trained parameters, after each layer of the cascade. */
export async function sanityCheck(request: SanityRequest): Promise<SanityCheck> {
  const { engine, trace, detection, options, signal } = request;
  const { methods = checkedMethods, target = "confidence", seed = 1, onProgress } = options;
  const layer = options.layer ?? ownLayer({ trace, detection, target });
  const cascade = await engine.cascade(trace, { signal });
  const steps = cascade.slice(0, options.depth ?? cascade.length);
  const maps = layerMethods.filter((method) => methods.includes(method));
  const explain = async (depth: number): Promise<Explained> => {
    const about = { methods: maps, layer, depth, seed, signal };
    const answer = await engine.underRandom(trace, { detection, target }, about);
    return { value: answer.value, numbers: numbersOf(answer, { methods, target }) };
  };
  const trained = await explain(0);
  const random: Explained[] = [];
  for (const [k, key] of steps.entries()) {
    onProgress?.({ step: `Drawing layer ${key}'s parameters anew`, share: k / steps.length });
    random.push(await explain(k + 1));
  }
  return {
    ...{ detection: detection.id, target, layer, steps },
    values: Float32Array.from(random, ({ value }) => value),
    curves: [...trained.numbers].map(([method, numbers]) => ({
      method,
      similarity: Float32Array.from(random, (one) =>
        rankCorrelation(numbers, one.numbers.get(method) ?? []),
      ),
    })),
  };
}

interface Explained {
  readonly value: number;
  readonly numbers: ReadonlyMap<LayerMethod | Method, ArrayLike<number>>;
}

/** Every explanation as one list of numbers, whose order is compared. */
function numbersOf(
  { maps, gradients, channelWeights, evidence }: RandomAnswer,
  { methods, target }: { readonly methods: readonly CheckedMethod[]; readonly target: Target },
): Explained["numbers"] {
  const found = new Map<LayerMethod | Method, ArrayLike<number>>(
    maps.map(({ method, values }) => [method, values]),
  );
  if (methods.includes("credit") && evidence) {
    found.set(
      "credit",
      [...creditOf(evidence, target).layers.values()].flatMap((one) => [...one]),
    );
  }
  if (methods.includes("gradient") && gradients.layers.length > 0) {
    const times = ([key, slope]: readonly [LayerKey, Float32Array]): number[] => {
      const s = channelWeights.get(key);
      return Array.from(slope, (value, c) => value * (s?.[c] ?? 0));
    };
    found.set("gradient", gradients.layers.flatMap(times));
  }
  return found;
}

function checkOptions({ methods = checkedMethods, seed = 1, depth = 1 }: SanityOptions): void {
  const odd = methods.find((method) => !checkedMethods.includes(method));
  if (odd !== undefined || methods.length === 0) {
    throw new ReadableError({
      what: "There is no such explanation to check",
      expected: `some of ${checkedMethods.join(", ")}`,
      found: odd ?? "none",
    });
  }
  if (Number.isInteger(seed) && Number.isInteger(depth) && depth >= 1) return;
  throw new ReadableError({
    what: "How parameters are drawn anew",
    expected: "a whole number as seed, and a depth from 1 on",
    found: `seed ${String(seed)}, depth ${String(depth)}`,
  });
}
