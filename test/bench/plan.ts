/** Which configurations are measured at which size, and in what order their runs alternate. */

import { type BackendChoice, type Surroundings, isEmulated } from "../../src/engine/backend.ts";

/** An SE layer from which a rerun starts. */
export type Rerun = "P3" | "P4" | "P5";

/** How a pass is run: as the engine does it, without capture, without fused operations, or again from an SE layer. */
export type Mode = "capture" | "none" | "plain" | Rerun;

/** Every rerun, the shortest first. */
export const reruns: readonly Rerun[] = ["P5", "P4", "P3"];

/** Every mode, in the order of the first round. */
export const modes: readonly Mode[] = ["plain", "none", "capture", ...reruns];

/** Returns a value for each mode. */
export function eachMode<T>(value: (mode: Mode) => T): Record<Mode, T> {
  const of = (mode: Mode): T => value(mode);
  return {
    ...{ plain: of("plain"), none: of("none"), capture: of("capture") },
    ...{ P5: of("P5"), P4: of("P4"), P3: of("P3") },
  };
}

/** Key of the configuration that all others are compared with: WebAssembly with one thread. */
export const referenceKey = "wasm-1";

/** Input sides in pixels. */
export const sizes: readonly number[] = [320, 640];

/** What the engine's setUp is told. */
export type Choice = Pick<BackendChoice, "backend" | "threads">;

/** A backend as it is set up, in a worker of its own. */
export interface Configuration {
  readonly key: string;
  /** As it stands in the table. */
  readonly title: string;
  readonly choice: Choice;
  /** WebGL that only emulates a graphics card, many times slower than all others. */
  readonly slow: boolean;
}

/** Returns what this browser can run, the reference first. */
export function configurations({ renderer, isolated, cores }: Surroundings): Configuration[] {
  const counts = isolated
    ? [1, cores - 1, cores].filter((n, i, all) => n > 0 && all.indexOf(n) === i)
    : [1];
  const wasm = counts.map((threads): Configuration => ({
    key: `wasm-${String(threads)}`,
    title: `WebAssembly, ${String(threads)} ${threads === 1 ? "thread" : "threads"}`,
    choice: { backend: "wasm", threads },
    slow: false,
  }));
  if (renderer === undefined) return wasm;
  const slow = isEmulated(renderer);
  const choice: Choice = { backend: "webgl", threads: 1 };
  return [...wasm, { key: "webgl", title: slow ? "WebGL, emulated" : "WebGL", choice, slow }];
}

/** Returns whether a configuration is measured at a size. */
export function isMeasured(
  { slow }: Configuration,
  size: number,
  { quick }: { quick: boolean },
): boolean {
  return !(quick && slow && size > 320);
}

/** Returns the configurations that take part in a round, counted from 0. */
export function takingPart(
  all: readonly Configuration[],
  round: number,
  { runs }: { runs: number },
): Configuration[] {
  return all.filter(({ slow }) => !slow || round < Math.ceil(runs / 4));
}

/** Returns a round's order of modes, turned round every second time so that drift favours none. */
export function orderOf(round: number): readonly Mode[] {
  return round % 2 === 0 ? modes : modes.toReversed();
}
