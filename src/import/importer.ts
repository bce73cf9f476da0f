/** What an importer is: it tells whether files are its kind, and opens them. */

import type { ModelOrigin, NamedArrays } from "../trace/index.ts";
import type { SEBlock } from "./graph/find-se.ts";
import type { Graph } from "./graph/graph.ts";
import type { GraphInput } from "./graph/input.ts";
import type { ShownLayer } from "./graph/shown.ts";

/** A file's name and bytes. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: ArrayBuffer;
}

/** A network out of files, as the network's own reader takes it. */
export interface OpenedModel {
  readonly kind: "configuration";
  readonly name: string;
  /** YAML text. */
  readonly config: string;
  readonly arrays: NamedArrays;
  /** JSON text of what the channel weights usually are, where somebody measured it. */
  readonly reference: string | undefined;
  readonly origin: ModelOrigin;
}

/** A network that is run as the graph it is. */
export interface OpenedGraph {
  readonly kind: "graph";
  readonly name: string;
  readonly graph: Graph;
  /** What the executor of graph models reads, checked. */
  readonly artifacts: {
    readonly topology: unknown;
    readonly signature: unknown;
    readonly specs: readonly unknown[];
    readonly data: ArrayBuffer;
  };
  readonly input: GraphInput;
  /** Names of the outputs, "node" or "node:1". */
  readonly outputs: readonly string[];
  readonly blocks: readonly SEBlock[];
  readonly layers: readonly ShownLayer[];
  /** Class names, where a file beside the graph gives them. */
  readonly classes: readonly string[] | undefined;
  readonly origin: ModelOrigin;
}

/** What files may hold: a configuration with arrays, or a graph. */
export type Opened = OpenedModel | OpenedGraph;

/** Reads files of one kind. */
export interface Importer {
  /** The kind, in words: "PyTorch checkpoint". */
  readonly format: string;
  /** Returns whether the files are of its kind; looks at names and first bytes only. */
  match(files: readonly NamedFile[]): boolean;
  /** Returns the network. Throws a ReadableError that names the file and what is wrong with it. */
  open(files: readonly NamedFile[]): Opened;
}

/** Returns the first file whose name ends so, undefined where there is none. */
export function withEnding(files: readonly NamedFile[], ending: RegExp): NamedFile | undefined {
  return files.find(({ name }) => ending.test(name));
}

/** Returns a file's name without its ending. */
export function baseName({ name }: Pick<NamedFile, "name">): string {
  return name.replace(/^.*[\\/]/, "").replace(/\.[^.]+$/, "");
}

/** Returns a file's text. */
export function textOf({ bytes }: NamedFile): string {
  return new TextDecoder().decode(bytes);
}
