/** What `npm run bench` is asked for on its command line. */

import { parseArgs } from "node:util";
import { ReadableError } from "../../src/trace/index.ts";

/** A checked command line. */
export interface Options {
  readonly help: boolean;
  /** Rounds of every fast configuration; emulated WebGL gets a quarter of them. */
  readonly runs: number;
  /** Leave out emulated WebGL at 640 pixels. */
  readonly quick: boolean;
  readonly json: boolean;
  /** Let Chromium use the graphics card. */
  readonly gpu: boolean;
}

const defaultRuns = 20;
const mostRuns = 1000;

/** What --help prints. */
export const help = `Usage: npm run bench -- [options]

Measures the forward pass of the bundled SE-YOLOv5n in headless Chromium, per backend and input
size, with and without capture, in alternating runs of one browser.

  --runs N   rounds, 1 to ${String(mostRuns)}; emulated WebGL runs in a quarter of them (default: ${String(defaultRuns)})
  --quick    leave out emulated WebGL at 640 pixels, which takes seconds a run
  --gpu      let Chromium use the graphics card; without it WebGL is emulated on the processor
  --json     one JSON document with every time measured, in place of the tables
  --help     this text
`;

/** Returns the options in the arguments after the script's name. Throws a ReadableError where one is wrong. */
export function readOptions(args: readonly string[]): Options {
  const { runs, ...flags } = parse(args);
  return { ...flags, runs: readRuns(runs) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        runs: { type: "string", default: String(defaultRuns) },
        quick: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        gpu: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    const found = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
    throw new ReadableError(
      { what: "The command line can't be read", found, todo: "See npm run bench -- --help" },
      { cause: error },
    );
  }
}

function readRuns(text: string): number {
  const runs = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  if (runs >= 1 && runs <= mostRuns) return runs;
  throw new ReadableError({
    what: "--runs is wrong",
    expected: `a whole number from 1 to ${String(mostRuns)}`,
    found: text === "" ? "nothing" : text,
  });
}
