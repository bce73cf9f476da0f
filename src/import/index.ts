/** Foreign bytes → configuration and named arrays. */

export * from "./torch/checkpoint.ts";
export * from "./yolo/network.ts";
