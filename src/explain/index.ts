/** Pure functions of traces: what the numbers of a run say. */

export * from "./agreement.ts";
export * from "./carry.ts";
export * from "./compare-detections.ts";
export * from "./contributions.ts";
export * from "./credit.ts";
export * from "./edits/index.ts";
export * from "./energy.ts";
export * from "./excitation.ts";
export * from "./gate.ts";
export * from "./layers.ts";
export * from "./maps.ts";
export * from "./rank-correlation.ts";
export * from "./placement.ts";
export * from "./rank.ts";
export * from "./squeeze.ts";
export * from "./statistics.ts";
export * from "./waterfall.ts";
export * from "./where/index.ts";
