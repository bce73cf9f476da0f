/** The shared vocabulary of SE Lens as plain data. Imports nothing from outside this folder. */

export * from "./architecture.ts";
export * from "./answer.ts";
export * from "./arrays.ts";
export * from "./attribution.ts";
export * from "./costs.ts";
export * from "./detection.ts";
export * from "./edit.ts";
export * from "./error.ts";
export * from "./layer.ts";
export * from "./model-origin.ts";
export * from "./letterboxed.ts";
export * from "./photo.ts";
export * from "./progress.ts";
export * from "./random.ts";
export * from "./saliency.ts";
export * from "./suppress.ts";
export * from "./target.ts";
export * from "./trace.ts";
