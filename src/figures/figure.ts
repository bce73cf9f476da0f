/** What a figure tells about itself, so that cells, docs, workbench and tests can be made from one list. */

import type { Component } from "svelte";
import type { Trace } from "../trace/index.ts";

/** What every figure's component takes besides its own options. All of it may change while it is mounted. */
export interface FigureProps {
  trace: Trace;
  /** What is selected in the figure; bindable. */
  value?: unknown;
}

/**
 * A figure's component, whatever its options and value are: these are in its definition. Declared as a
 * method, because TypeScript then lets a component with narrower props stand here.
 */
export type FigureComponent = {
  mount(...given: Parameters<Component<FigureProps>>): ReturnType<Component<FigureProps>>;
}["mount"];

/** One option of a figure, as its documentation shows it. */
export interface FigureOption {
  readonly name: string;
  /** In TypeScript's words: "number", '"index" | "weight"'. */
  readonly type: string;
  /** As it is written in code; "" where there is none. */
  readonly default: string;
  readonly description: string;
}

/** Options worth showing, with a title; the workbench and the tests draw every one. */
export interface FigureExample {
  readonly title: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** How a value becomes small JSON, for a notebook or a link to keep, and comes back. */
export interface FigureState {
  /** Returns the value as JSON. */
  save(value: unknown): unknown;
  /**
   * Returns the value of such JSON on a trace; undefined where the trace has it no more, and the figure stays as
   * it is. Throws a ReadableError where it can't be read or doesn't fit.
   */
  load(state: unknown, trace: Trace): unknown;
}

/** A figure. */
export interface FigureDefinition {
  /** What a cell calls it: "ChannelWeights". */
  readonly name: string;
  /** One sentence: what is seen. */
  readonly summary: string;
  readonly component: FigureComponent;
  /** Its value before anything is selected. */
  readonly initial: unknown;
  /** Whether two values are the same selection; `Object.is` where it is left out. */
  readonly equal?: (a: unknown, b: unknown) => boolean;
  /** How its value is kept, where that is large or no JSON; left out, the value itself is kept. */
  readonly state?: FigureState;
  readonly options: readonly FigureOption[];
  /** What its value is, in words. */
  readonly value: string;
  readonly examples: readonly FigureExample[];
}
