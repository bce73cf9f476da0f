/** A small SE-YOLOv5 and random parameters for it, for tests. */

import type { NamedArray } from "../../trace/index.ts";
import { expectedArrays } from "../expected.ts";
import type { Plan } from "../plan.ts";

/** Every module type in few layers: two head scales, SE before one of them and one in the backbone. */
export const smallConfig = `# a small network
nc: 2
depth_multiple: 0.5
width_multiple: 0.25
anchors:
  - [10,13, 16,30]   # P2/4
  - [30,61, 62,45]   # P3/8
backbone:
  [[-1, 1, Conv, [32, 6, 2, 2]],        # 0, line 9
   [-1, 1, Conv, [32, 3, 2]],           # 1
   [-1, 4, C3, [32]],                   # 2
   [-1, 1, SEAttention, [32, 4]],       # 3
   [-1, 1, Conv, [64, 3, 2]],           # 4
   [-1, 1, SPPF, [64, 5]],              # 5
  ]
head:
  [[-1, 1, nn.Upsample, [None, 2, 'nearest']],  # 6, line 17
   [[-1, 3], 1, Concat, [1]],           # 7
   [-1, 2, C3, [32, False]],            # 8
   [-1, 3, Bottleneck, [32]],           # 9: three times 0.5 is two in a row
   [-1, 1, SEAttention, [32, 2]],       # 10
   [[10, 5], 1, Detect, [nc, anchors]],
  ]
`;

/** Returns numbers in -1..1 that are the same for the same seed (a linear congruential generator). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Returns arrays for every expected parameter; variances are above 0. */
export function randomArrays(plan: Plan, seed = 1): Map<string, NamedArray> {
  const next = randomNumbers(seed);
  return new Map(
    expectedArrays(plan).map(({ name, shape }): [string, NamedArray] => {
      const size = shape.reduce((product, side) => product * side, 1);
      const spread = shape.length > 1 ? 2 / Math.sqrt(size / (shape[0] ?? 1)) : 0.5;
      const values = Float32Array.from({ length: size }, () => next() * spread);
      const positive = name.endsWith(".running_var") || name.endsWith("bn.weight");
      return [name, { shape, values: positive ? values.map((v) => 1 + v) : values }];
    }),
  );
}
