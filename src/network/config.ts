/** YAML text to a checked configuration in which every line knows its line number. */

import { LineCounter, type Node, isMap, isPair, isScalar, isSeq, parseDocument } from "yaml";
import { ReadableError } from "../trace/index.ts";

/** A module's argument with the names in it replaced. */
export type Argument = number | boolean | string | null | readonly Argument[];

/** One line of backbone or head, its references absolute. */
export interface ConfigLine {
  readonly index: number;
  /** Line of the text, from 1. */
  readonly line: number;
  /** Indices of the layers it reads; -1 is the photograph. */
  readonly from: readonly number[];
  /** Repeats before the depth multiple. */
  readonly number: number;
  readonly module: string;
  readonly args: readonly Argument[];
  /** The part of the configuration that it stands in. */
  readonly section: Section;
  /** The module of the text's line, where this is one of the lines that it was written out as. */
  readonly within?: string;
}

/** The parts of a configuration that have lines. */
export type Section = "backbone" | "head";

/** A configuration as the YAML of YOLOv5 writes it. */
export interface Config {
  readonly classes: readonly string[];
  readonly depthMultiple: number;
  readonly widthMultiple: number;
  /** For each scale the anchors' widths and heights in input pixels; empty where the head needs none. */
  readonly anchors: readonly (readonly (readonly [width: number, height: number])[])[];
  readonly lines: readonly ConfigLine[];
}

/**
 * Returns the configuration in the text, in YOLOv5 v6.0's format with an optional `names` list.
 * Throws a ReadableError that names line and layer where the text is no such configuration.
 */
export function readConfig(text: string): Config {
  const counter = new LineCounter();
  const document = attempt(() => parseDocument(text, { lineCounter: counter }));
  const lineOf = (node: unknown): number =>
    isNode(node) && node.range ? counter.linePos(node.range[0]).line : 1;
  const [broken] = document.errors;
  if (broken) {
    throw new ReadableError({
      what: `Line ${String(counter.linePos(broken.pos[0]).line)} of the configuration is not valid YAML`,
      found: broken.message.split("\n")[0]?.replace(/ at line .*$/, "") ?? "an error",
      todo: "Mend the line",
      line: counter.linePos(broken.pos[0]).line,
    });
  }
  const root = document.contents;
  if (!isMap(root)) {
    throw new ReadableError({
      what: "The configuration can't be read",
      expected: "YAML with nc, anchors, backbone and head",
      found: text.trim() === "" ? "an empty text" : "no keys",
    });
  }
  const section = (key: string): { node: unknown; line: number } => {
    const pair = root.items.find(
      (item) => isPair(item) && isScalar(item.key) && item.key.value === key,
    );
    return { node: pair?.value ?? undefined, line: lineOf(pair?.key) };
  };
  const plain = (node: unknown): unknown =>
    isNode(node) ? attempt(() => node.toJS(document) as unknown, lineOf(node)) : node;

  const positive = (key: string, most: number): number => {
    const { node, line } = section(key);
    const value = plain(node);
    if (typeof value === "number" && value > 0 && value <= most) return value;
    throw fault(line, key, `a number above 0 and up to ${most.toLocaleString("en")}`, value);
  };
  const count = positive("nc", 100_000);
  if (!Number.isInteger(count)) {
    throw fault(section("nc").line, "nc", "a whole number of classes", count);
  }
  const anchors = readAnchors(plain(section("anchors").node), section("anchors").line);
  const names: Readonly<Record<string, Argument>> = {
    nc: count,
    anchors: anchors.map((row) => row.flat()),
    None: null,
  };

  const lines: ConfigLine[] = [];
  for (const key of ["backbone", "head"] as const) {
    const { node, line } = section(key);
    if (!isSeq(node)) throw fault(line, key, "a list of layers", plain(node));
    for (const item of node.items) {
      lines.push(
        readLine(plain(item), {
          ...{ index: lines.length, line: lineOf(item) },
          ...{ names, section: key },
        }),
      );
    }
  }
  if (lines.length === 0)
    throw fault(section("backbone").line, "backbone", "at least one layer", "none");
  return {
    classes: readNames(plain(section("names").node), section("names").line, count),
    depthMultiple: positive("depth_multiple", 10),
    widthMultiple: positive("width_multiple", 10),
    anchors,
    lines,
  };
}

interface Place {
  readonly index: number;
  readonly line: number;
  readonly names: Readonly<Record<string, Argument>>;
  readonly section: Section;
}

function readLine(row: unknown, { index, line, names, section }: Place): ConfigLine {
  const where = `layer ${String(index)}`;
  if (!Array.isArray(row) || row.length !== 4) {
    throw fault(line, where, "[from, number, module, args]", row);
  }
  const [from, number, module, args] = row as unknown[];
  if (typeof module !== "string") throw fault(line, `${where}, module`, "a module's name", module);
  const named = `${where} (${module})`;
  if (typeof number !== "number" || !Number.isInteger(number) || number < 1 || number > 1000) {
    throw fault(line, `${named}, number`, "a whole number from 1 to 1000", number);
  }
  if (!Array.isArray(args)) throw fault(line, `${named}, args`, "a list", args);
  const sources = (Array.isArray(from) ? from : [from]) as unknown[];
  if (sources.length === 0) throw fault(line, `${named}, from`, "a layer to read", from);
  return {
    index,
    line,
    number,
    module,
    from: sources.map((source) => absolute(source, { index, line, named })),
    args: args.map((value) => argument(value, { line, named, names })),
    section,
  };
}

function absolute(source: unknown, at: { index: number; line: number; named: string }): number {
  const { index, line, named } = at;
  if (typeof source !== "number" || !Number.isInteger(source)) {
    throw fault(line, `${named}, from`, "a layer's index, or -1 for the one before", source);
  }
  const target = source < 0 ? index + source : source;
  if (target >= index) {
    throw fault(
      line,
      `${named}, from`,
      `a layer before ${String(index)}, since a network has no cycles`,
      source,
    );
  }
  if (target < -1 || (target === -1 && index > 0)) {
    throw fault(line, `${named}, from`, `a layer from 0 to ${String(index - 1)}`, source);
  }
  return target;
}

function argument(
  value: unknown,
  at: { line: number; named: string; names: Readonly<Record<string, Argument>> },
): Argument {
  if (typeof value === "string")
    return Object.hasOwn(at.names, value) ? (at.names[value] ?? null) : value;
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map((part: unknown) => argument(part, at));
  throw fault(at.line, `${at.named}, args`, "numbers, names and lists", value);
}

function readAnchors(value: unknown, line: number): Config["anchors"] {
  const good = (row: unknown): row is number[] =>
    Array.isArray(row) &&
    row.length > 0 &&
    row.length % 2 === 0 &&
    row.every((side) => typeof side === "number" && side > 0 && Number.isFinite(side));
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length === 0 || !value.every(good)) {
    throw fault(line, "anchors", "for each head scale a list of widths and heights above 0", value);
  }
  return value.map((row) =>
    Array.from(
      { length: row.length / 2 },
      (_, k) => [row[2 * k] ?? 0, row[2 * k + 1] ?? 0] as const,
    ),
  );
}

function readNames(value: unknown, line: number, count: number): string[] {
  if (value === undefined || value === null) {
    return Array.from({ length: count }, (_, k) => `class ${String(k)}`);
  }
  const names = (
    Array.isArray(value) ? value : typeof value === "object" ? Object.values(value) : []
  ) as unknown[];
  if (names.length !== count) {
    throw fault(
      line,
      "names",
      `${String(count)} names, as many as nc says`,
      `${String(names.length)}`,
    );
  }
  const odd = names.find((name) => typeof name !== "string" && typeof name !== "number");
  if (odd !== undefined) throw fault(line, "names", "texts", odd);
  return names.map(String);
}

function fault(line: number, where: string, expected: string, found: unknown): ReadableError {
  const text = typeof found === "string" ? found : (JSON.stringify(found) ?? "nothing");
  return new ReadableError({
    what: `Line ${String(line)} of the configuration, ${where}`,
    expected,
    found: text.length > 80 ? `${text.slice(0, 77)}...` : text,
    line,
  });
}

/** YAML's own limits (aliases that multiply, lists too deep) are told as readable errors as well. */
function attempt<T>(parse: () => T, line = 1): T {
  try {
    return parse();
  } catch (error) {
    throw new ReadableError(
      {
        what: `The configuration can't be read from line ${String(line)} on`,
        found: error instanceof Error ? error.message : String(error),
        todo: "Write the lists out, without anchors and aliases",
        line,
      },
      { cause: error },
    );
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "range" in value;
}
