/** SE-YOLOv5 in TensorFlow.js: from a configuration and arrays to logits, channel weights and maps. */

export { readArchitecture } from "./architecture.ts";
export { evidenceOf } from "./attribute/evidence.ts";
export { type Gradients, gradientsOf } from "./attribute/gradients.ts";
export type { Moments } from "./attribute/orders.ts";
export { type SampleRequest, sampleEvidence } from "./attribute/sample-evidence.ts";
export { type WeightSets, tryWeights } from "./attribute/try-weights.ts";
export { type Config, readConfig } from "./config.ts";
export { modelCosts } from "./costs.ts";
export { describeModel } from "./describe.ts";
export { type HeadLogits, decodeDetections, decodeHeads } from "./detect.ts";
export { type ExpectedArray, checkArrays, expectedArrays } from "./expected.ts";
export { type ForwardOptions, forward } from "./forward.ts";
export { registerGradients } from "./gradients.ts";
export { type Parameters, placeParameters } from "./parameters.ts";
export { type Plan, type PlannedLayer, planNetwork } from "./plan.ts";
export { layersFromOutput, randomise } from "./randomise.ts";
export { randomParameters } from "./random.ts";
export { type RerunOptions, rerun } from "./rerun.ts";
export type { Kept, KeptSE } from "./run.ts";
export { type TargetPlace, placeOf, targetIn } from "./target.ts";
export { type LayerMap, layerMaps, patchScores } from "./where/index.ts";
