/** A small planned configuration for tests: two heads, SE in a block and before the second head. */

import type {
  Architecture,
  ArchitectureLayer,
  ArchitecturePart,
  ArchitectureSE,
} from "../../trace/index.ts";

type Draft = readonly [module: string, from: readonly number[], part: ArchitecturePart];

const drafts: readonly Draft[] = [
  ["Conv", [-1], "backbone"],
  ["Conv", [0], "backbone"],
  ["SEAttention", [1], "backbone"],
  ["Add", [2, 0], "backbone"],
  ["Conv", [3], "neck"],
  ["Concat", [4, 1], "neck"],
  ["SEAttention", [5], "neck"],
  ["Detect", [3, 6], "heads"],
];

/** Returns the configuration; layers 1 to 3 are written out from one line. */
export function testArchitecture(): Architecture {
  const layers = drafts.map(([module, from, part], index): ArchitectureLayer => ({
    ...{ index, module, from, part, repeats: 1, channels: 32, stride: 8 },
    key: index === 6 ? "P4" : String(index),
    consumers: drafts.flatMap(([, sources], i) => (sources.includes(index) ? [i] : [])),
    parameters: ["Add", "Concat"].includes(module) ? 0 : 1000 * (index + 1),
    multiplyAdds: ["Add", "Concat"].includes(module) ? 0 : 1e6 * (8 - index),
    line: index < 1 ? 9 : index < 4 ? 10 : 7 + index,
    args: "32",
    within: index >= 1 && index <= 3 ? "C3SE" : undefined,
    shape: [80, 80, 32],
    se: seOf(index),
  }));
  const cost = { parameters: 32_000, multiplyAdds: 3e7 };
  return {
    input: 640,
    layers,
    heads: [
      { scale: "P3", layer: 3, stride: 8, anchors: [] },
      { scale: "P4", layer: 6, stride: 16, anchors: [] },
    ],
    total: cost,
    se: { parameters: 3200, multiplyAdds: 3e5 },
    seShare: { parameters: 0.1, multiplyAdds: 0.01 },
  };
}

function seOf(index: number): ArchitectureSE | undefined {
  const common = { hidden: 2, reduction: 16 };
  if (index === 2) return { ...common, headScale: undefined, reaches: ["P3", "P4"] };
  if (index === 6) return { ...common, headScale: "P4", reaches: ["P4"] };
  return undefined;
}
