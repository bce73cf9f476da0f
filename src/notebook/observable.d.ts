/** Types of what we use of Observable's runtime and Notebook Kit, which publish none for it. */

declare module "@observablehq/runtime" {
  export interface Module {
    value(name: string): Promise<unknown>;
  }
  export class Runtime {
    constructor(builtins: Record<string, unknown>);
    module(): Module;
    dispose(): void;
  }
}

declare module "observable:runtime/define" {
  import type { Module } from "@observablehq/runtime";

  /** Where a cell shows itself and which variables are its own. */
  export interface DefineState {
    root: HTMLDivElement;
    expanded: (number[][] | undefined)[];
    variables: unknown[];
    autoclear?: boolean;
  }
  export interface Definition {
    id: number;
    body: (...inputs: never[]) => unknown;
    inputs?: string[];
    outputs?: string[];
    output?: string;
    autodisplay?: boolean;
    autoview?: boolean;
    automutable?: boolean;
    /** Whether the cell may call `display` and `view`. */
    display?: boolean;
    assets?: Map<string, string>;
  }
  /** What the runtime tells of a cell. */
  export interface CellObserver {
    _node: HTMLElement;
    pending(): void;
    fulfilled(value: unknown): void;
    rejected(error: unknown): void;
  }
  export function define(
    main: Module,
    state: DefineState,
    definition: Definition,
    observer?: (state: DefineState, definition: Definition) => CellObserver,
  ): void;
}

declare module "observable:runtime/display" {
  import type { CellObserver, DefineState, Definition } from "observable:runtime/define";
  export function observe(state: DefineState, definition: Definition): CellObserver;
  export function clear(state: DefineState): void;
}

declare module "observable:runtime/stdlib/generators/index" {
  export function observe<T>(
    initialize: (change: (value: T) => T) => (() => void) | undefined,
  ): AsyncGenerator<T, void>;
  export function input(element: Element): AsyncGenerator<unknown, void>;
  export function width(element: Element): AsyncGenerator<number, void>;
  export function dark(): AsyncGenerator<boolean, void>;
  export function now(): AsyncGenerator<number, void>;
}

declare module "observable:runtime/stdlib/mutable" {
  export function Mutable<T>(value: T): { value: T };
}

declare module "observable:runtime/stdlib/md" {
  export function md(strings: TemplateStringsArray, ...values: unknown[]): Node;
}

declare module "@observablehq/inputs" {
  /** Makes two inputs one: each follows the other. Returns the first. */
  export function bind<T extends EventTarget>(
    target: T,
    source: EventTarget & { value: unknown },
  ): T;
  /** Returns a value with "input" events and no looks, to bind other inputs to. */
  export function input<V>(value: V): EventTarget & { value: V };
}

declare module "virtual:notebooks" {
  import type { NotebookCard } from "./compiled.ts";
  const notebooks: readonly NotebookCard[];
  export default notebooks;
}
