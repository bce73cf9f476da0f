/** What `npm run inspect` is asked for on its command line. */

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ReadableError, defaultThresholds } from "../trace/index.ts";

/** A checked command line. */
export interface Options {
  readonly help: boolean;
  readonly photos: readonly string[];
  /** Folder with config.yaml and parameters.safetensors. */
  readonly model: string;
  /** Size of the network's input, in pixels. */
  readonly size: { readonly height: number; readonly width: number };
  /** Least confidence of a detection, in 0..1. */
  readonly confidence: number;
  /** Largest overlap of two detections of one class, in 0..1. */
  readonly iou: number;
  readonly json: boolean;
}

/** What --help prints. */
export const help = `Usage: npm run inspect -- PHOTO... [options]

Finds objects in photographs with SE-YOLOv5 and shows what its channel attention did.

  --model DIR          folder with config.yaml and parameters.safetensors
                       (default: the bundled public/models/se-yolov5n)
  --size SIDE          input in pixels, a side or HEIGHTxWIDTH (default: 640)
  --confidence NUMBER  least confidence of a detection, 0 to 1 (default: ${String(defaultThresholds.confidence)})
  --iou NUMBER         largest overlap of two detections of a class, 0 to 1 (default: ${String(defaultThresholds.iou)})
  --json               one JSON document with every detection and, for every SE layer,
                       squeeze, hidden and excitation
  --help               this text
`;

const bundled = fileURLToPath(new URL("../../public/models/se-yolov5n", import.meta.url));
const largestSide = 8192;

/**
 * Returns the options in the arguments after the script's name, paths made absolute from the folder.
 * Throws a ReadableError where one is wrong.
 */
export function readOptions(args: readonly string[], folder = process.cwd()): Options {
  const { values, positionals } = parse(args);
  if (!values.help && positionals.length === 0) {
    throw new ReadableError({
      what: "No photograph was named",
      todo: "Name one or more, as in npm run inspect -- photo.jpg",
    });
  }
  return {
    help: values.help,
    photos: positionals.map((path) => resolve(folder, path)),
    model: resolve(folder, values.model),
    size: readSize(values.size),
    confidence: readShare("--confidence", values.confidence),
    iou: readShare("--iou", values.iou),
    json: values.json,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        model: { type: "string", default: bundled },
        size: { type: "string", default: "640" },
        confidence: { type: "string", default: String(defaultThresholds.confidence) },
        iou: { type: "string", default: String(defaultThresholds.iou) },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    const found = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
    throw new ReadableError(
      { what: "The command line can't be read", found, todo: "See npm run inspect -- --help" },
      { cause: error },
    );
  }
}

function readSize(text: string): Options["size"] {
  const match = /^(\d{1,5})(?:x(\d{1,5}))?$/.exec(text);
  const height = Number(match?.[1]);
  const width = Number(match?.[2] ?? match?.[1]);
  const fits = (side: number): boolean => side >= 1 && side <= largestSide;
  if (fits(height) && fits(width)) return { height, width };
  throw new ReadableError({
    what: "--size is wrong",
    expected: `a side or HEIGHTxWIDTH of 1 to ${String(largestSide)} pixels`,
    found: text,
  });
}

function readShare(option: string, text: string): number {
  const share = text.trim() === "" ? NaN : Number(text);
  if (share >= 0 && share <= 1) return share;
  throw new ReadableError({
    what: `${option} is wrong`,
    expected: "a number from 0 to 1",
    found: text,
  });
}
