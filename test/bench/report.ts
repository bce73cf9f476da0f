/** Says what was measured: tables for a person, one JSON document for a program. */

import { isEmulated } from "../../src/engine/backend.ts";
import type { FrameTimes } from "./frames.ts";
import type { LoadTimes } from "./loading.ts";
import type { Environment, Measurement, Row } from "./measure.ts";
import { type Rerun, referenceKey, reruns } from "./plan.ts";
import type { MixerTimes } from "./mixer.ts";
import { median, medianRatio, quantile } from "./statistics.ts";
import { type Column, formatTable } from "./table.ts";
import { type Weight, largestDownload } from "./weight.ts";

/** What the engine may weigh, in bytes: 260 kB. */
export const weightBar = 260_000;

/** Largest difference of logits that is still the same computation. */
export const logitBar = 1e-3;

/** What a frame may take of script, in milliseconds: 60 of them make a second. */
export const frameBar = 16;

/** How often detections shall follow a drag, in redraws a second. */
export const redrawBar = 20;

/** A row's numbers: medians in milliseconds, and medians of the ratios of runs beside each other. */
export interface Summary {
  readonly plain: number;
  readonly none: number;
  readonly capture: number;
  /** With capture against without. */
  readonly captureToNone: number;
  /** With capture against plain operations of the same configuration. */
  readonly captureToPlain: number;
  /** Reruns from an SE layer against a whole pass with capture of the same configuration. */
  readonly rerunToWhole: Readonly<Record<Rerun, number>>;
  /** With capture against the reference: plain operations on WebAssembly with one thread. */
  readonly captureToReference: number;
}

/** Returns a row's summary; a ratio is NaN where the reference is not among the rows. */
export function summarise({ size, milliseconds }: Row, rows: readonly Row[]): Summary {
  const { plain, none, capture } = milliseconds;
  const reference =
    rows.find((row) => row.size === size && row.key === referenceKey)?.milliseconds.plain ?? [];
  return {
    plain: median(plain),
    none: median(none),
    capture: median(capture),
    captureToNone: medianRatio(capture, none),
    captureToPlain: medianRatio(capture, plain),
    rerunToWhole: {
      P5: medianRatio(milliseconds.P5, capture),
      P4: medianRatio(milliseconds.P4, capture),
      P3: medianRatio(milliseconds.P3, capture),
    },
    captureToReference: medianRatio(capture, reference),
  };
}

/** Returns a sentence for everything that must be so on any machine and was not. */
export function faults({ rows, tensorsLeft, notStarted }: Measurement): string[] {
  return [
    ...notStarted.map(({ title, why }) => `${title} does not start: ${why}.`),
    ...tensorsLeft
      .filter(({ count }) => count !== 0)
      .map(({ title, count }) => `${title} leaves ${String(count)} tensors behind.`),
    ...rows
      .filter(({ logitDifference }) => !(logitDifference <= logitBar))
      .map(
        ({ title, size, logitDifference }) =>
          `${title} at ${String(size)} pixels computes other logits: they differ by ${logitDifference.toExponential(1)}.`,
      ),
  ];
}

const columns: readonly Column[] = [
  { title: "input", align: "right" },
  { title: "backend", align: "left" },
  { title: "runs", align: "right" },
  { title: "plain ops, ms", align: "right" },
  { title: "no capture, ms", align: "right" },
  { title: "capture, ms", align: "right" },
  { title: "capture : none", align: "right" },
  { title: "capture : plain", align: "right" },
  { title: "capture : reference", align: "right" },
  { title: "logits differ by", align: "right" },
];

const rerunColumns: readonly Column[] = [
  { title: "input", align: "right" },
  { title: "backend", align: "left" },
  ...reruns.map((layer): Column => ({ title: `rerun ${layer} : whole`, align: "right" })),
];

const frameColumns: readonly Column[] = [
  { title: "use of SqueezeExcite", align: "left" },
  { title: "frames", align: "right" },
  { title: `over ${String(frameBar)} ms`, align: "right" },
  { title: "share", align: "right" },
  { title: "longest, ms", align: "right" },
];

/** Returns how many frames had more script than the bar allows, in 0..1; 0 of no frames. */
export function shareOver(milliseconds: readonly number[]): number {
  return milliseconds.filter((one) => one > frameBar).length / Math.max(milliseconds.length, 1);
}

function frameReport(frames: readonly FrameTimes[]): string {
  const cells = frames.map(({ title, milliseconds }) => {
    const share = shareOver(milliseconds);
    return [
      title,
      String(milliseconds.length),
      String(Math.round(share * milliseconds.length)),
      `${(share * 100).toFixed(0)} %`,
      Math.max(0, ...milliseconds).toFixed(1),
    ];
  });
  return formatTable(frameColumns, cells);
}

const mixerColumns: readonly Column[] = [
  { title: "drag in ChannelMixer", align: "left" },
  { title: "redraws", align: "right" },
  { title: "a second, median", align: "right" },
  { title: "a second, p95", align: "right" },
];

/** How often detections follow a drag, as redraws a second: usually, and but for the slowest twentieth. */
export interface RedrawRate {
  readonly median: number;
  readonly p95: number;
}

/** Returns the rate of a drag; NaN where nothing was redrawn. */
export function redrawRate({ milliseconds }: MixerTimes): RedrawRate {
  return { median: 1000 / median(milliseconds), p95: 1000 / quantile(milliseconds, 0.95) };
}

function mixerReport(mixer: MixerTimes): string {
  const { median: usual, p95 } = redrawRate(mixer);
  const count = String(mixer.milliseconds.length);
  return formatTable(mixerColumns, [[mixer.title, count, usual.toFixed(1), p95.toFixed(1)]]);
}

const loadColumns: readonly Column[] = [
  { title: "files chosen to first detections", align: "left" },
  { title: "runs", align: "right" },
  { title: "checkpoint, ms", align: "right" },
  { title: "safetensors, ms", align: "right" },
  { title: "ratio", align: "right" },
];

function loadReport(loading: readonly LoadTimes[]): string {
  const cells = loading.map(({ title, checkpoint, safetensors }) => [
    title,
    String(checkpoint.length),
    median(checkpoint).toFixed(0),
    median(safetensors).toFixed(0),
    medianRatio(checkpoint, safetensors).toFixed(2),
  ]);
  return formatTable(loadColumns, cells);
}

/** Returns the whole report as text. */
export function textReport(measurement: Measurement, weight: Weight): string {
  const { environment, rows, frames, mixer, loading, tensorsLeft } = measurement;
  const cells = rows.map((row) => {
    const summary = summarise(row, rows);
    return [
      String(row.size),
      row.title,
      String(row.milliseconds.capture.length),
      ...[summary.plain, summary.none, summary.capture].map((ms) => ms.toFixed(ms < 100 ? 1 : 0)),
      ...[summary.captureToNone, summary.captureToPlain, summary.captureToReference].map((ratio) =>
        Number.isNaN(ratio) ? "–" : ratio.toFixed(2),
      ),
      row.logitDifference.toExponential(1),
    ];
  });
  const again = rows.map((row) => {
    const { rerunToWhole } = summarise(row, rows);
    return [String(row.size), row.title, ...reruns.map((layer) => rerunToWhole[layer].toFixed(2))];
  });
  const left = tensorsLeft.map(({ title, count }) => `${title}: ${String(count)}`).join("; ");
  return [
    describe(environment),
    formatTable(columns, cells),
    "Times are medians and noisy: they drift with the machine. Only the ratios count, medians over\n" +
      "runs beside each other. Reference: plain operations on WebAssembly with one thread.",
    formatTable(rerunColumns, again),
    "A rerun starts at an SE layer whose channel weights changed, from the maps that a pass with capture\n" +
      "kept; whole is that pass.",
    frameReport(frames),
    "Script in frames in which any ran, as the processor time of the page's thread.",
    mixerReport(mixer),
    `Detections drawn anew while a bar is dragged; our bar is ${String(redrawBar)} a second. p95: 95 of 100 redraws come at least so fast.`,
    loadReport(loading),
    "The same parameters as a checkpoint and as safetensors, each with its configuration.",
    `Tensors left after everything was freed: ${left}.`,
    weightReport(weight),
  ].join("\n\n");
}

/** Returns the whole report as JSON text, every time measured in it. */
export function jsonReport(measurement: Measurement, weight: Weight): string {
  const { rows } = measurement;
  const document = {
    ...measurement,
    rows: rows.map((row) => ({ ...row, summary: summarise(row, rows) })),
    mixer: { ...measurement.mixer, ...redrawRate(measurement.mixer), bar: redrawBar },
    weight: { ...weight, largestDownload: largestDownload(weight), bar: weightBar },
  };
  return JSON.stringify(document, null, 2);
}

function describe({ renderer, cores, isolated, chromium, tensorflow }: Environment): string {
  const graphics =
    renderer === undefined
      ? "no WebGL 2"
      : `${renderer}${isEmulated(renderer) ? " (emulated on the processor)" : ""}`;
  return [
    `SE-YOLOv5n, one forward pass. Chromium ${chromium}, TensorFlow.js ${tensorflow}, ${String(cores)} cores.`,
    `WebGL: ${graphics}.`,
    ...(isolated ? [] : ["The page is not cross-origin isolated: WebAssembly has no threads."]),
  ].join("\n");
}

function weightReport(weight: Weight): string {
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  const total = largestDownload(weight);
  const rows = [
    ["JavaScript of the worker", kilobytes(weight.javascript)],
    ...weight.binaries.map(({ name, bytes }) => [name, kilobytes(bytes)]),
    ["most that one browser downloads", kilobytes(total)],
  ];
  const verdict = total <= weightBar ? "within" : "over";
  return [
    formatTable(
      [
        { title: "engine, gzip", align: "left" },
        { title: "size", align: "right" },
      ],
      rows,
    ),
    `A browser downloads one of the binaries; ${verdict} the bar of ${kilobytes(weightBar)}. From ${weight.source}.`,
  ].join("\n\n");
}
