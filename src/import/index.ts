/** Foreign bytes → configuration and named arrays. */

export * from "./importer.ts";
export type { SEBlock } from "./graph/find-se.ts";
export type { Graph } from "./graph/graph.ts";
export { type GraphInput, type InputRange, inputRanges } from "./graph/input.ts";
export * from "./open-model.ts";
export * from "./torch/checkpoint.ts";
export * from "./yolo/network.ts";
