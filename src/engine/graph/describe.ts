/** A graph as figures and cells know a network: layers with channels and strides, SE layers with their matrices. */

import type { OpenedGraph } from "../../import/index.ts";
import type { Layer, Model, ModelOrigin, SELayer } from "../../trace/index.ts";

/** What a first run showed. */
export interface Shapes {
  /** Shape of each layer's map, by its node. */
  readonly maps: ReadonlyMap<string, readonly number[]>;
  /** Height of the input. */
  readonly height: number;
  /** How many classes the output has; 0 where it has none. */
  readonly classes: number;
}

/** Returns the graph's description. */
export function describeGraph(opened: OpenedGraph, { maps, height, classes }: Shapes): Model {
  const { layers: shown, blocks, graph, origin } = opened;
  const readers = shown.map((_, place) =>
    shown.flatMap(({ from }, reader) => (from.includes(place) ? [reader] : [])),
  );
  const isFirst = new Map(blocks.map(({ product, channelsFirst }) => [product, channelsFirst]));
  const layers = shown.map(({ node, module, from, parameters }, index): Layer => {
    const shape = maps.get(node) ?? [];
    const first = isFirst.get(node) === true;
    const rows = shape.length === 4 ? shape[first ? 2 : 1] : undefined;
    return {
      ...{ index, key: String(index), module, from, parameters },
      consumers: readers[index] ?? [],
      repeats: 1,
      channels: (first ? shape[1] : shape.at(-1)) ?? 0,
      stride: rows ? Math.max(1, Math.round(height / rows)) : height,
      line: 0,
    };
  });
  const seLayers = blocks.flatMap((block): SELayer[] => {
    const layer = layers[shown.findIndex(({ node }) => node === block.product)];
    if (!layer) return [];
    const { channels, width, first, second, activation, gate } = block;
    const firstBias = first?.bias?.();
    const secondBias = second.bias?.();
    return [
      {
        key: layer.key,
        index: layer.index,
        headScale: undefined,
        stride: layer.stride,
        ...{ channels, hidden: width, reduction: channels / width, activation, gate },
        first: first ? first.matrix() : identity(channels),
        second: second.matrix(),
        ...(firstBias && { firstBias }),
        ...(secondBias && { secondBias }),
      },
    ];
  });
  const sizes = [...graph.constants.values()].map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  const names = opened.classes ?? [];
  const told: ModelOrigin = {
    ...origin,
    layers: shown.map(({ node, module }, index) => ({
      path: node,
      index,
      remarks: module === "SE" ? ["an SE block, found by what it computes"] : [],
    })),
  };
  return {
    name: opened.name,
    classes: Array.from({ length: classes }, (_, k) => names[k] ?? `class ${String(k)}`),
    layers,
    seLayers,
    heads: [],
    parameters: sizes.reduce((sum, size) => sum + size, 0),
    origin: told,
  };
}

function identity(size: number): Float32Array {
  return Float32Array.from({ length: size * size }, (_, k) => (k % (size + 1) === 0 ? 1 : 0));
}
