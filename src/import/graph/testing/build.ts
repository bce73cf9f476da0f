/** Writes small graph models for tests, as tensorflowjs_converter would. */

import type { NamedFile } from "../../importer.ts";

/** A node as the format has it. */
export interface WrittenNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, unknown>>;
}

/** Collects nodes and constants of a graph. */
export class GraphWriter {
  readonly nodes: WrittenNode[] = [];
  readonly specs: Record<string, unknown>[] = [];
  private readonly bytes: Uint8Array[] = [];

  /** Adds a picture as the graph's input. */
  picture(name: string, size: readonly [number, number]): string {
    const dim = [1, ...size, 3].map((side) => ({ size: String(side) }));
    return this.node(name, "Placeholder", [], {
      shape: { shape: { dim } },
      dtype: { type: "DT_FLOAT" },
    });
  }

  /** Adds a constant. */
  constant(
    name: string,
    shape: readonly number[],
    values: readonly number[],
    dtype: "float32" | "int32" = "float32",
  ): string {
    const array = dtype === "int32" ? Int32Array.from(values) : Float32Array.from(values);
    this.bytes.push(new Uint8Array(array.buffer));
    this.specs.push({ name, shape, dtype });
    return this.node(name, "Const");
  }

  /** Adds a constant of numbers that repeat themselves nowhere. */
  noise(name: string, shape: readonly number[]): string {
    const count = shape.reduce((product, size) => product * size, 1);
    const seed = name.length * 31 + this.nodes.length;
    const values = Array.from({ length: count }, (_, k) => Math.sin((k + 1) * 12.9898 + seed));
    return this.constant(name, shape, values);
  }

  /** Adds an operation. */
  node(
    name: string,
    op: string,
    input: readonly string[] = [],
    attr: Readonly<Record<string, unknown>> = {},
  ): string {
    this.nodes.push({ name, op, input, attr: { T: { type: "DT_FLOAT" }, ...attr } });
    return name;
  }

  /** Adds a convolution with square kernels. */
  conv(
    name: string,
    from: string,
    {
      side = 1,
      inputs,
      outputs,
      stride = 1,
    }: { side?: number; inputs: number; outputs: number; stride?: number },
  ): string {
    const kernel = this.noise(`${name}/kernel`, [side, side, inputs, outputs]);
    return this.node(name, "Conv2D", [from, kernel], convolution("SAME", stride));
  }

  /** Adds a dense layer. */
  dense(
    name: string,
    from: string,
    { inputs, outputs }: { inputs: number; outputs: number },
  ): string {
    const kernel = this.noise(`${name}/kernel`, [inputs, outputs]);
    return this.node(name, "MatMul", [from, kernel], {
      transpose_a: { b: false },
      transpose_b: { b: false },
    });
  }

  /** Adds a mean over axes. */
  mean(name: string, from: string, axes: readonly number[], keep = true): string {
    const reduction = this.constant(`${name}/axes`, [axes.length], axes, "int32");
    return this.node(name, "Mean", [from, reduction], { keep_dims: { b: keep } });
  }

  /** Returns model.json, as an object to change. */
  json(outputs: readonly string[]): Record<string, unknown> {
    return {
      format: "graph-model",
      generatedBy: "a test",
      signature: {
        outputs: Object.fromEntries(outputs.map((name) => [name, { name: `${name}:0` }])),
      },
      modelTopology: { node: this.nodes, versions: {} },
      weightsManifest: [{ paths: ["group1-shard1of1.bin"], weights: this.specs }],
    };
  }

  /** Returns the shard. */
  shard(): NamedFile {
    const parts = this.bytes.map((array) => [...array]);
    return { name: "group1-shard1of1.bin", bytes: Uint8Array.from(parts.flat()).buffer };
  }

  /** Returns both files. */
  files(outputs: readonly string[]): NamedFile[] {
    return [written(this.json(outputs)), this.shard()];
  }
}

/** Returns an object as the file model.json. */
export function written(json: unknown): NamedFile {
  return { name: "model.json", bytes: new TextEncoder().encode(JSON.stringify(json)).buffer };
}

/** Returns a convolution's attributes. */
export function convolution(padding: "SAME" | "VALID", stride = 1): Record<string, unknown> {
  return {
    padding: { s: btoa(padding) },
    strides: { list: { i: ["1", String(stride), String(stride), "1"] } },
    dilations: { list: { i: ["1", "1", "1", "1"] } },
    data_format: { s: btoa("NHWC") },
  };
}

/** Returns a pooling's attributes. */
export function pooling(
  padding: "SAME" | "VALID",
  side: readonly [number, number],
): Record<string, unknown> {
  const i = ["1", ...side.map(String), "1"];
  return {
    padding: { s: btoa(padding) },
    ksize: { list: { i } },
    strides: { list: { i } },
    data_format: { s: btoa("NHWC") },
  };
}

/** Returns the attribute that names what a fused operation does. */
export function fusedOps(...names: readonly string[]): Record<string, unknown> {
  return { fused_ops: { list: { s: names.map((name) => btoa(name)) } } };
}
