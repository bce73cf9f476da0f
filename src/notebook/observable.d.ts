/** Types of what we use of Observable's runtime and Notebook Kit, which publish none for it. */

declare module "@observablehq/runtime" {
  /** Told of one variable. */
  export interface VariableObserver {
    pending?(): void;
    fulfilled?(value: unknown): void;
    rejected?(error: unknown): void;
  }
  // Inputs are resolved by name, so that their types can't be known here.
  type Definer = (...inputs: never[]) => unknown;
  interface VariableClass {
    new (type: number, module: Module, observer?: null, options?: { shadow?: object }): Variable;
  }
  export interface Variable {
    readonly constructor: VariableClass;
    readonly _module: Module;
    readonly _shadow: Map<string, Variable>;
    /** Counts how often it was computed or defined. */
    readonly _version: number;
    define(name: string | null, inputs: readonly string[], definition: Definer): this;
    define(inputs: readonly string[], definition: Definer): this;
    /** Its generator is returned; what names it is computed again. */
    delete(): this;
  }
  export interface Module {
    value(name: string): Promise<unknown>;
    variable(observer?: VariableObserver, options?: { shadow?: object }): Variable;
  }
  export class Runtime {
    constructor(builtins: Record<string, unknown>);
    module(): Module;
    dispose(): void;
  }
}

declare module "observable:runtime/define" {
  import type { Module, Variable } from "@observablehq/runtime";

  /** Where a cell shows itself and which variables are its own. */
  export interface DefineState {
    root: HTMLDivElement;
    expanded: (number[][] | undefined)[];
    variables: Variable[];
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
  export function display(state: DefineState, value: unknown, name?: string): void;
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
  type Tag = (strings: TemplateStringsArray, ...values: unknown[]) => Node;
  export const md: Tag;
  /** Returns a tag whose nodes belong to a document; its element is a `<div>` around what it made. */
  export function MarkdownRenderer(options?: {
    document?: Document;
  }): (strings: TemplateStringsArray, ...values: unknown[]) => HTMLDivElement;
}

declare module "observable:runtime/stdlib/highlight" {
  /** Marks the syntax inside a `<code class="language-…">` of a `<pre>`. */
  export function highlight(code: HTMLElement): Promise<void>;
}

declare module "observable:javascript/parse" {
  import type { ParsedJavaScript } from "./compile/parts.ts";
  export function parseJavaScript(source: string): ParsedJavaScript;
}

declare module "observable:javascript/template" {
  import type { Node } from "acorn";
  import type { TemplateCell } from "./compile/parts.ts";
  export function parseTemplate(source: string): { readonly expressions: readonly Node[] };
  export function transpileTemplate(cell: TemplateCell): string;
}

declare module "observable:javascript/typescript" {
  export function transpileTypeScript(source: string): string;
}

declare module "@observablehq/inputs" {
  /** Makes two inputs one: each follows the other. Returns the first. */
  export function bind<T extends EventTarget>(
    target: T,
    source: EventTarget & { value: unknown },
  ): T;
  type Chooser = (
    options: readonly string[],
    settings?: { value?: string },
  ) => HTMLElement & {
    value: unknown;
  };
  export const radio: Chooser;
  export const checkbox: Chooser;
  export function toggle(settings: { label: string }): HTMLElement & { value: boolean };
  /** Returns a value with "input" events and no looks, to bind other inputs to. */
  export function input<V>(value: V): EventTarget & { value: V };
}

declare module "virtual:notebooks" {
  import type { NotebookCard } from "./compiled.ts";
  const notebooks: readonly NotebookCard[];
  export default notebooks;
}
