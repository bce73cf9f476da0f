/** The engine: owns TensorFlow.js in a worker and gives the page traces. */

export type { Backend, BackendWish } from "./backend.ts";
export type {
  AnyModelFiles,
  ArchitectureOptions,
  ForeignFiles,
  ModelFiles,
  RandomModel,
} from "./door.ts";
export { type Engine, startEngine } from "./engine.ts";
export type {
  AblateOptions,
  EngineOptions,
  InspectOptions,
  JobOptions,
  LayersOptions,
  LongJobOptions,
  ModelSource,
  ShapleyJobOptions,
  TimeWithoutOptions,
} from "./options.ts";
export type { EngineStatus } from "./status.ts";
export { aboutMap, ownLayer } from "./where/ask.ts";
export type { RandomAnswer } from "./where/in-run.ts";
