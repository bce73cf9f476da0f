/** The engine: owns TensorFlow.js in a worker and gives the page traces. */

export type { Backend, BackendWish } from "./backend.ts";
export { type Engine, type InspectOptions, type ModelSource, startEngine } from "./engine.ts";
export type { EngineStatus } from "./status.ts";
