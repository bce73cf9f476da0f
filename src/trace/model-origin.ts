/** Where a loaded network came from, and what was found out about it on the way. */

/** One layer of a network that was read from a foreign file. */
export interface LayerOrigin {
  /** Its module in the file: "model.18". */
  readonly path: string;
  /** Index among the file's layers; several of ours may come from one. */
  readonly index: number;
  /** What was recognised, assumed or changed: sentences for a person. */
  readonly remarks: readonly string[];
}

/** The file of a network, in words for a person. */
export interface ModelOrigin {
  /** "PyTorch checkpoint", "safetensors with a configuration". */
  readonly format: string;
  /** Names of the files. */
  readonly files: readonly string[];
  /** What else is known: which parameters were taken, from which epoch. */
  readonly facts: readonly string[];
  /** One for each layer of the network; empty where the configuration was given as it is. */
  readonly layers: readonly LayerOrigin[];
  /** Names of arrays in the file that nothing was made of. */
  readonly unused: readonly string[];
}
