/** Named arrays as a parameter file holds them: what importers give and the network takes. */

/** Numbers in row-major order, upcast to 32 bits. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Arrays by the name that PyTorch gave them: "model.18.fc.0.weight". */
export type NamedArrays = ReadonlyMap<string, NamedArray>;
