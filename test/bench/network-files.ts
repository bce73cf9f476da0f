/** Networks with random parameters as files, in memory: a checkpoint of tensors, and safetensors. */

import { archive, op, pickle, tensor } from "../checkpoints/craft.ts";
import { expectedArrays } from "../../src/network/expected.ts";
import { planNetwork, readConfig } from "../../src/network/index.ts";

/** A file as Playwright puts it into a page. */
export interface MadeFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** The configuration, then the parameters. */
export type NetworkFiles = readonly [config: MadeFile, parameters: MadeFile];

/** A network's configuration and parameters, each array as 16-bit floats. */
export interface MadeNetwork {
  readonly config: string;
  readonly arrays: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly bytes: Uint8Array;
  }[];
}

/** Half-precision bits of 0.5, of which one bit is drawn: values of 0.5 and a little more, never NaN. */
const half = 0x3800;

/** Returns a network of one of YOLOv5's sizes; the same at every call. */
export function networkOf(config: string, size: "n" | "s"): MadeNetwork {
  const width = { n: "0.25", s: "0.50" }[size];
  const sized = config.replace(/^width_multiple: .*$/m, `width_multiple: ${width}`);
  let seed = 1;
  const arrays = expectedArrays(planNetwork(readConfig(sized))).map(({ name, shape }) => {
    const count = shape.reduce((a, b) => a * b, 1);
    // Small weights around zero, so that no map grows beyond what 32 bits hold; variances must be above it.
    const positive = /running_var$/.test(name);
    const bits = Uint16Array.from({ length: count }, () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      const sign = positive || seed & 0x8000_0000 ? 0 : 0x8000;
      const exponent = positive ? half : 0x2400;
      return sign | exponent | ((seed >>> 8) & 0x3ff);
    });
    return { name, shape, bytes: new Uint8Array(bits.buffer) };
  });
  return { config: sized, arrays };
}

/** Returns a function that names the files of a network as torch.save writes a state_dict. */
export function asCheckpoint(network: MadeNetwork): (name: string) => NetworkFiles {
  const items = network.arrays.flatMap(({ name, shape }, key) => [
    ...op.text(name),
    ...halfTensor(String(key), shape),
    ...op.setItem,
  ]);
  const storages = Object.fromEntries(network.arrays.map(({ bytes }, key) => [String(key), bytes]));
  const buffer = Buffer.from(archive(pickle([...op.emptyDict, ...items]), storages));
  return (name) => [configOf(network), { name: `${name}.pt`, mimeType: "", buffer }];
}

/** Returns a function that names the same parameters in safetensors. */
export function asSafetensors(network: MadeNetwork): (name: string) => NetworkFiles {
  let end = 0;
  const header = Object.fromEntries(
    network.arrays.map(({ name, shape, bytes }) => {
      const begin = end;
      end += bytes.length;
      return [name, { dtype: "F16", shape, data_offsets: [begin, end] }];
    }),
  );
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const buffer = Buffer.concat([length, text, ...network.arrays.map(({ bytes }) => bytes)]);
  return (name) => [configOf(network), { name: `${name}.safetensors`, mimeType: "", buffer }];
}

function configOf({ config }: MadeNetwork): MadeFile {
  return { name: "config.yaml", mimeType: "text/yaml", buffer: Buffer.from(config) };
}

/** The record of a tensor of 16-bit floats: as `tensor` writes it, with another storage. */
function halfTensor(key: string, shape: readonly number[]): number[] {
  const strides = shape.map((_, k) => shape.slice(k + 1).reduce((a, b) => a * b, 1));
  const count = shape.reduce((a, b) => a * b, 1);
  const big = (sizes: readonly number[]): bigint[] => sizes.map(BigInt);
  return tensor(key, {
    ...{ shape: big(shape), strides: big(strides) },
    storage: { kind: "HalfStorage", count },
  });
}
