/** Blocks that have SE inside → lines of their own, so that every SE in them is a layer that can be inspected. */

import { ReadableError } from "../trace/index.ts";
import type { Argument, Config, ConfigLine } from "./config.ts";
import { repeatsOf, scaledChannels } from "./multiples.ts";

/** The names of these blocks, as the configuration spells them. */
export const blockNames: readonly string[] = ["C3SE"];

/**
 * Returns the configuration with every C3SE written out as Convs, SEAttentions, Adds and a Concat. Later layers
 * move to higher indices; references to them follow, and each line keeps its line of the text.
 * Throws a ReadableError with the line where a block can't be written out.
 */
export function expandBlocks(config: Config): Config {
  if (!config.lines.some(({ module }) => blockNames.includes(module))) return config;
  const lines: ConfigLine[] = [];
  /** Index in the text → index of the layer that has its output. */
  const moved = new Map([[-1, -1]]);
  for (const line of config.lines) {
    const from = line.from.map((source) => moved.get(source) ?? source);
    const own = { ...line, index: lines.length, from };
    lines.push(...(line.module === "C3SE" ? expandC3SE(own, config) : [own]));
    moved.set(line.index, lines.length - 1);
  }
  return { ...config, lines };
}

/**
 * C3SE: a C3 whose bottlenecks recalibrate before the shortcut adds. Arguments: channels, shortcut = True,
 * reduction ratio = 16. Repeats are bottlenecks.
 */
function expandC3SE(line: ConfigLine, config: Config): ConfigLine[] {
  const [channels, shortcut = true, ratio = 16] = line.args;
  const [source, second] = line.from;
  if (source === undefined || second !== undefined)
    throw fault(line, "one layer to read from", String(line.from.length));
  if (typeof shortcut !== "boolean")
    throw fault(line, "True or False as argument 2", JSON.stringify(shortcut));
  const whole = typeof channels === "number" && Number.isInteger(channels) && channels > 0;
  if (!whole)
    throw fault(line, "a whole number above 0 as argument 1", JSON.stringify(channels ?? null));
  const half = unscaledHalf(channels, config);
  if (half === undefined) {
    const found = String(scaledChannels(channels, config));
    throw fault(line, "channels that the width multiple makes a multiple of 16", found);
  }
  const lines: ConfigLine[] = [];
  const put = (module: string, from: readonly number[], args: readonly Argument[]): number => {
    const { line: place, section } = line;
    const index = line.index + lines.length;
    lines.push({ index, line: place, from, number: 1, module, args, section, within: line.module });
    return index;
  };
  let y = put("Conv", [source], [half, 1, 1]);
  for (let k = 0; k < repeatsOf(line, config); k++) {
    const narrow = put("Conv", [y], [half, 1, 1]);
    const wide = put("Conv", [narrow], [half, 3, 1]);
    const recalibrated = put("SEAttention", [wide], [null, ratio]);
    y = shortcut ? put("Add", [y, recalibrated], []) : recalibrated;
  }
  const beside = put("Conv", [source], [half, 1, 1]);
  const joined = put("Concat", [y, beside], [1]);
  put("Conv", [joined], [channels, 1, 1]);
  return lines;
}

/** Returns the channels that the width multiple makes half of what it makes of these; undefined for none. */
function unscaledHalf(channels: number, config: Config): number | undefined {
  const half = scaledChannels(channels, config) / 2;
  const most = Math.floor(half / config.widthMultiple);
  return [channels / 2, most, most - 1].find(
    (one) => Number.isInteger(one) && scaledChannels(one, config) === half,
  );
}

function fault({ line, index, module }: ConfigLine, expected: string, found: string): Error {
  const what = `Line ${String(line)} of the configuration, layer ${String(index)} (${module})`;
  return new ReadableError({ what, expected, found, line });
}
