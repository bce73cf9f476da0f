/** A TensorFlow graph as plain data: nodes by name, and the constants that they read. */

/** One operation. */
export interface GraphNode {
  readonly name: string;
  /** TensorFlow's name of the operation: "Conv2D". */
  readonly op: string;
  /** Names of the nodes it reads, in order; what only has to run before is left out. */
  readonly inputs: readonly string[];
  /** As the file has them; read them with the functions below. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A trained or constant array of the graph. */
export interface Constant {
  readonly shape: readonly number[];
  /** Returns the numbers as 32-bit ones, dequantised, row by row. */
  values(): Float32Array;
}

/** A graph that was checked: every input is there, no node depends on itself. */
export interface Graph {
  /** In an order in which every node comes after those that it reads. */
  readonly nodes: readonly GraphNode[];
  readonly byName: ReadonlyMap<string, GraphNode>;
  /** By the name of their Const node. */
  readonly constants: ReadonlyMap<string, Constant>;
  /** Names of the nodes that read a node, in the graph's order. */
  readonly consumers: ReadonlyMap<string, readonly string[]>;
}

/** Returns an attribute's whole numbers, undefined where there are none. */
export function numbersOf(node: GraphNode, name: string): number[] | undefined {
  const list = field(field(node.attributes[name], "list"), "i");
  return Array.isArray(list) ? list.map(Number) : undefined;
}

/** Returns an attribute's texts, which the format writes in base 64. */
export function textsOf(node: GraphNode, name: string): string[] {
  const list = field(field(node.attributes[name], "list"), "s");
  return Array.isArray(list) ? list.map(plainText) : [];
}

/** Returns an attribute's text, "" where there is none. */
export function textOf(node: GraphNode, name: string): string {
  return plainText(field(node.attributes[name], "s"));
}

/** Returns whether an attribute is true. */
export function flagOf(node: GraphNode, name: string): boolean {
  return field(node.attributes[name], "b") === true;
}

/** Returns the sizes of a shape, -1 for an open one; undefined where no shape is written. */
export function sizesOf(shape: unknown): number[] | undefined {
  const dims = field(shape, "dim");
  if (!Array.isArray(dims)) return undefined;
  return dims.map((dim) => Number(field(dim, "size") ?? -1));
}

/** Returns a part of an object of a parsed file, undefined where it is none or has no such part. */
export function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function plainText(value: unknown): string {
  if (typeof value !== "string") return "";
  try {
    return atob(value);
  } catch {
    return value;
  }
}
