/** The one door between the page and the thread that owns TensorFlow.js: what goes through it, as types. */

import type { InputRange } from "../import/graph/input.ts";
import type { Gradients, LayerMap, Moments, SampleRequest } from "../network/index.ts";
import type {
  Answer,
  Architecture,
  ChannelWeights,
  CostOptions,
  Detection,
  Evidence,
  FeatureMaps,
  HeadScale,
  LayerKey,
  Letterbox,
  Model,
  ModelCosts,
  Photo,
  Progress,
  SEEdits,
  TargetOf,
} from "../trace/index.ts";
import type { TryRequest } from "./attribute/in-run.ts";
import type { BackendChoice, BackendWish } from "./backend.ts";
import type {
  CoverRequest,
  LayerMapsRequest,
  RandomAnswer,
  RandomRequest,
} from "./where/in-run.ts";

/** A network's files. */
export interface ModelFiles {
  readonly name: string;
  /** YAML text. */
  readonly config: string;
  /** safetensors. */
  readonly parameters: ArrayBuffer;
  /** JSON text of what the channel weights usually are, where somebody measured it. */
  readonly reference?: string | undefined;
}

/** Foreign files of one network, as a person chose them: best.pt; *.safetensors and *.yaml; model.json and *.bin. */
export interface ForeignFiles {
  /** What the network is called; its file's name where it is left out. */
  readonly name?: string;
  readonly files: readonly { readonly name: string; readonly bytes: ArrayBuffer }[];
  /** Which numbers black and white are for a graph; what the graph says, or 0..1, where it is left out. */
  readonly range?: InputRange;
}

/** A configuration whose parameters are drawn at random, so that shapes and times can be looked at. */
export interface RandomModel {
  /** What the network is called; "(random parameters)" is added to it. */
  readonly name?: string;
  /** YAML text. */
  readonly config: string;
  /** The same seed, a whole number, gives the same parameters. */
  readonly random: number;
}

/** The files of a network in any form. */
export type AnyModelFiles = ModelFiles | ForeignFiles | RandomModel;

/** What one run gives to the page; its maps stay behind `handle`. */
export interface RunResult {
  readonly handle: number;
  readonly letterbox: Letterbox;
  /** What was changed of the SE layers, by key. */
  readonly edits: SEEdits;
  /** The head scales that were computed, where only those' candidates are told; the others' are as before. */
  readonly heads?: readonly HeadScale[];
  readonly candidates: readonly Detection[];
  /** What a graph without boxes gave. */
  readonly answer?: Answer;
  /** Of every SE layer, or where `heads` are told of those that were computed. */
  readonly channelWeights: readonly (readonly [LayerKey, ChannelWeights])[];
  /** From the input's upload to the last number read. */
  readonly milliseconds: number;
}

/** How a photograph is run. */
export interface InspectRequest {
  /** Number of the network that runs. */
  readonly network: number;
  /** Side of the square input in pixels. */
  readonly size: number;
  readonly edits: SEEdits;
}

/** Feature maps wanted of a run. */
export interface MapRequest {
  readonly handle: number;
  readonly layer: LayerKey;
  readonly channels?: readonly number[] | undefined;
  readonly at: "input" | "output";
}

/** What is told without being asked. */
export type News =
  | { readonly kind: "progress"; readonly progress: Progress }
  /** The graphics context was lost: nothing can be asked any more. */
  | { readonly kind: "lost" };

/** How a Core is started. */
export interface StartOptions {
  readonly wish: BackendWish;
  /** Side of the square input that the warm-up prepares for. */
  readonly size: number;
}

/** At which input a configuration is planned. */
export interface ArchitectureOptions {
  /** Side of the square input in pixels, 640 where it is left out. */
  readonly input?: number;
}

/** Which pass is timed. */
export interface TimeOptions {
  /** Let what comes into the SE layers through as it is. */
  readonly skipSE: boolean;
}

/** What can be asked of the thread that owns TensorFlow.js. */
export interface Door {
  /** Starts the backend that fits the wish. Returns the choice; rejects where nothing starts. */
  start(options: StartOptions, onNews: (news: News) => void): Promise<BackendChoice>;
  /**
   * Puts a network beside those that are loaded, under a number of its own.
   * Rejects with a ReadableError where the files are wrong; nothing of it is left then.
   */
  load(id: number, files: AnyModelFiles): Promise<Model>;
  /** Frees a network and all runs of it. Safe to call twice. */
  unload(id: number): Promise<void>;
  /** Plans a configuration without loading it; rejects with a ReadableError that says the line. */
  architecture(text: string, options: ArchitectureOptions): Promise<Architecture>;
  /** Runs a network on a photograph letterboxed to a square input, with SE layers changed as the edits say. */
  inspect(photo: Photo, request: InspectRequest): Promise<RunResult>;
  /**
   * Runs again what depends on the edited SE layers, on top of the run's own edits.
   * Rejects with a ReadableError where an edit doesn't fit or the run was freed.
   */
  rerun(handle: number, edits: SEEdits): Promise<RunResult>;
  /** Returns feature maps of a run. */
  featureMaps(request: MapRequest): Promise<FeatureMaps>;
  /** Counts what a network costs, in another size or with another r where that is asked. */
  costs(id: number, options: CostOptions): Promise<ModelCosts>;
  /**
   * Returns the milliseconds of one forward pass on a run's input, from its upload to the last logit read.
   * Rejects with a ReadableError where the run was freed.
   */
  time(handle: number, options: TimeOptions): Promise<number>;
  /**
   * Returns what Detect reads of an SE layer at a detection's cell.
   * Rejects with a ReadableError where its head reads no SE layer.
   */
  evidence(handle: number, detection: Detection): Promise<Evidence>;
  /** Returns a target's gradient by the channel weights of every SE layer that its head depends on. */
  gradients(handle: number, target: TargetOf): Promise<Gradients>;
  /** Returns a detection's six logits under each of several sets of channel weights, computed as one batch. */
  tryWeights(handle: number, request: TryRequest): Promise<Float32Array>;
  /** Walks pairs of random orders for Shapley values of the layer that a head reads. */
  sampleEvidence(evidence: Evidence, request: SampleRequest): Promise<Moments>;
  /**
   * Returns each method's map of a layer. Rejects with a ReadableError for a layer that the detection's head does
   * not read.
   */
  layerMaps(handle: number, request: LayerMapsRequest): Promise<LayerMap[]>;
  /** Returns a target's number under each of several coverings of the photograph, computed as one batch. */
  coverPatches(handle: number, request: CoverRequest): Promise<Float32Array>;
  /** Returns the keys of the layers that have parameters, Detect first. */
  cascade(handle: number): Promise<LayerKey[]>;
  /** Returns explanations of a run's photograph with the last layers' parameters drawn anew. */
  underRandom(handle: number, request: RandomRequest): Promise<RandomAnswer>;
  /** Frees a run. Safe to call twice. */
  release(handle: number): Promise<void>;
  /** Returns how many tensors live. */
  tensors(): Promise<number>;
  /** Frees everything. Nothing can be asked afterwards. */
  close(): Promise<void>;
}
