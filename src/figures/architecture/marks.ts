/** A planned configuration → rows, links and bars in pixels. */

import { group, scaleLinear } from "d3";
import type { Architecture, ArchitectureLayer, ArchitecturePart } from "../../trace/index.ts";

/** What the bars count. */
export type Measure = "parameters" | "multiplyAdds";

/** One layer's row. */
export interface RowMark {
  readonly layer: ArchitectureLayer;
  /** Middle of the row. */
  readonly y: number;
  /** Width of the bar of each measure. */
  readonly bars: Readonly<Record<Measure, number>>;
}

/** A connection that skips layers, drawn beside the rows. */
export interface LinkMark {
  readonly from: number;
  readonly to: number;
  readonly path: string;
}

/** One of the three parts, a heading above its first row. */
export interface PartMark {
  readonly part: ArchitecturePart;
  readonly name: string;
  /** Middle of the heading. */
  readonly y: number;
}

/** The rows that one line of the configuration was written out as. */
export interface BlockMark {
  readonly name: string;
  readonly top: number;
  readonly height: number;
}

/** Where each column begins, in pixels from the left; `shape` and `index` end there. */
export interface Columns {
  readonly links: number;
  readonly index: number;
  readonly name: number;
  readonly shape: number;
  /** Of the measures that there is room for. */
  readonly bars: Readonly<Partial<Record<Measure, number>>>;
  /** The longest bar. */
  readonly barWidth: number;
}

/** Everything that is drawn. */
export interface ArchitectureMarks {
  readonly width: number;
  readonly height: number;
  readonly columns: Columns;
  readonly rows: readonly RowMark[];
  readonly links: readonly LinkMark[];
  readonly parts: readonly PartMark[];
  readonly blocks: readonly BlockMark[];
}

/** Height of a row in pixels. */
export const rowHeight = 24;
const headingHeight = 34;
const top = 22;

const names: Readonly<Record<ArchitecturePart, string>> = {
  backbone: "Backbone",
  neck: "Neck",
  heads: "Heads",
};

/** Returns the marks of a drawing of this width; where it is narrow, only the chosen measure has bars. */
export function architectureMarks(
  { layers }: Pick<Architecture, "layers">,
  { width, measure }: { readonly width: number; readonly measure: Measure },
): ArchitectureMarks {
  const { places, parts, height } = placeRows(layers);
  const links = linksOf(layers);
  const lanes = 1 + Math.max(0, ...links.map(({ lane }) => lane));
  const columns = columnsFor(width, { lanes, measure });
  const gap = (columns.links - 6) / lanes;
  const bar = {
    parameters: barScale(layers, { measure: "parameters", width: columns.barWidth }),
    multiplyAdds: barScale(layers, { measure: "multiplyAdds", width: columns.barWidth }),
  };
  const yOf = (index: number): number => places[index] ?? 0;
  return {
    ...{ width, height, columns, parts },
    rows: layers.map((layer, i) => ({
      layer,
      y: yOf(i),
      bars: {
        parameters: bar.parameters(layer.parameters),
        multiplyAdds: bar.multiplyAdds(layer.multiplyAdds),
      },
    })),
    links: links.map(({ from, to, lane }) => ({
      ...{ from, to },
      path: bracket({
        ...{ from: yOf(from) + 3, to: yOf(to) - 3 },
        ...{ right: columns.links, left: columns.links - 4 - gap * (lane + 0.75) },
      }),
    })),
    blocks: blocksOf(layers, yOf),
  };
}

function placeRows(layers: readonly ArchitectureLayer[]): {
  readonly places: readonly number[];
  readonly parts: readonly PartMark[];
  readonly height: number;
} {
  const parts: PartMark[] = [];
  let y = top;
  const places = layers.map(({ part }) => {
    if (parts.at(-1)?.part !== part) {
      parts.push({ part, name: names[part], y: y + headingHeight / 2 + 2 });
      y += headingHeight;
    }
    y += rowHeight;
    return y - rowHeight / 2;
  });
  return { places, parts, height: y + 8 };
}

/** Returns the connections that skip layers, each in the first lane in which it crosses no other's. */
function linksOf(
  layers: readonly ArchitectureLayer[],
): readonly { readonly from: number; readonly to: number; readonly lane: number }[] {
  const skips = layers
    .flatMap(({ index, from }) => from.map((source) => ({ from: source, to: index })))
    .filter(({ from, to }) => from >= 0 && to - from > 1)
    .toSorted((a, b) => a.to - a.from - (b.to - b.from));
  const lanes: { from: number; to: number }[][] = [];
  return skips.map((link) => {
    const free = lanes.findIndex((used) =>
      used.every(({ from, to }) => link.to <= from || link.from >= to),
    );
    const lane = free >= 0 ? free : lanes.length;
    (lanes[lane] ??= []).push(link);
    return { ...link, lane };
  });
}

function columnsFor(
  width: number,
  { lanes, measure }: { readonly lanes: number; readonly measure: Measure },
): Columns {
  const wide = width >= 600;
  const links = Math.min(wide ? 110 : 56, 14 + lanes * 9);
  const index = links + 26;
  const name = index + 12;
  const shape = name + (wide ? 142 : 104) + (wide ? 96 : 64);
  const begin = shape + (wide ? 24 : 10);
  // Room for the number behind the longest bar.
  const number = wide ? 62 : 44;
  if (!wide) {
    const barWidth = Math.max(12, width - begin - number);
    return { links, index, name, shape, bars: { [measure]: begin }, barWidth };
  }
  const each = (width - begin) / 2;
  const bars = { parameters: begin, multiplyAdds: begin + each };
  return { links, index, name, shape, bars, barWidth: Math.max(12, each - number) };
}

function barScale(
  layers: readonly ArchitectureLayer[],
  { measure, width }: { readonly measure: Measure; readonly width: number },
): (value: number) => number {
  const most = Math.max(1, ...layers.map((layer) => layer[measure]));
  const scale = scaleLinear([0, most], [0, width]);
  // What is there is seen, however little it is.
  return (value) => (value === 0 ? 0 : Math.max(1.5, scale(value)));
}

function bracket({
  from,
  to,
  left,
  right,
}: Readonly<Record<"from" | "to" | "left" | "right", number>>): string {
  const round = Math.min(6, (to - from) / 2, right - left);
  const [a, b, l, r] = [from, to, left, right].map((value) => value.toFixed(1));
  const [down, up, inward] = [from + round, to - round, left + round].map((v) => v.toFixed(1));
  return `M${String(r)} ${String(a)}H${String(inward)}Q${String(l)} ${String(a)} ${String(l)} ${String(down)}V${String(up)}Q${String(l)} ${String(b)} ${String(inward)} ${String(b)}H${String(r)}`;
}

function blocksOf(
  layers: readonly ArchitectureLayer[],
  yOf: (index: number) => number,
): BlockMark[] {
  const written = layers.filter(({ within }) => within !== undefined);
  return [...group(written, ({ line }) => line).values()].map((lines) => {
    const first = yOf(lines[0]?.index ?? 0);
    const last = yOf(lines.at(-1)?.index ?? 0);
    const name = lines[0]?.within ?? "";
    return { name, top: first - rowHeight / 2 + 2, height: last - first + rowHeight - 4 };
  });
}
