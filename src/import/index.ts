/** Foreign bytes → configuration and named arrays. */

export * from "./importer.ts";
export * from "./open-model.ts";
export * from "./torch/checkpoint.ts";
export * from "./yolo/network.ts";
