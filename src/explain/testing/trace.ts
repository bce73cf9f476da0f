/** A trace of made-up numbers that keep to SE's arithmetic, for tests. */

import {
  type ChannelReference,
  type ChannelWeights,
  type Detection,
  type FeatureMapRequest,
  type FeatureMaps,
  type Layer,
  type Photo,
  ReadableError,
  type SELayer,
  type Trace,
  suppress,
} from "../../trace/index.ts";

/** What a test wants of its trace. */
export interface TestTraceOptions {
  /** The same seed gives the same numbers. */
  readonly seed?: number;
  /** Whether the SE layers know what is usual; true by default. */
  readonly reference?: boolean;
  /** Boxes before NMS; three by default, one a head scale. */
  readonly candidates?: readonly Detection[];
  /** Answers in place of the made-up maps. */
  readonly featureMaps?: Trace["featureMaps"];
  /** s of every channel of every SE layer, in place of the formula's. */
  readonly weight?: number;
  /** Width and height of the photograph. */
  readonly size?: readonly [width: number, height: number];
}

const scales = [
  { headScale: "P3", index: 18, stride: 8, channels: 64 },
  { headScale: "P4", index: 22, stride: 16, channels: 128 },
  { headScale: "P5", index: 26, stride: 32, channels: 256 },
] as const;

let traces = 1000;

/** Returns a trace of a 640-pixel network with SE at P3, P4 and P5 and a plain layer 9. */
export function testTrace(options: TestTraceOptions = {}): Trace {
  const { seed = 1, reference = true, candidates = testDetections, size = [320, 240] } = options;
  const next = random(seed);
  const seLayers = scales.map((scale) => seLayer(scale, { next: random(7), reference }));
  const weights = new Map(
    seLayers.map((layer) => [layer.key, excite(layer, { next, weight: options.weight })]),
  );
  const layers = [
    plain(9, 256, 32),
    ...scales.map(({ index, channels, stride }) => plain(index, channels, stride)),
  ];
  const [width, height] = size;
  const scale = Math.min(640 / width, 640 / height);
  const inner = { innerWidth: Math.round(width * scale), innerHeight: Math.round(height * scale) };
  const makeMaps = async (key: string, request: FeatureMapRequest = {}): Promise<FeatureMaps> => {
    const { at = "output" } = request;
    const layer = layers.find((one) => one.key === key);
    if (!layer) throw new ReadableError({ what: `The network has no layer ${key}` });
    const side = 640 / layer.stride;
    const channels = request.channels ?? Array.from({ length: layer.channels }, (_, c) => c);
    const values = channels.map((channel) => {
      const cell = random(channel + 1);
      const s = at === "output" ? (weights.get(key)?.excitation[channel] ?? 1) : 1;
      return Float32Array.from({ length: side * side }, () => (cell() * 2 + 1) * s);
    });
    return { layer: key, at, height: side, width: side, channels, values };
  };
  return {
    id: ++traces,
    model: {
      name: "test",
      classes: ["person", "cat"],
      layers,
      seLayers,
      heads: scales.map((one) => ({
        scale: one.headScale,
        layer: one.index,
        stride: one.stride,
        anchors: [],
      })),
      parameters: 1,
    },
    photo: testPhoto(size, seed),
    letterbox: {
      width: 640,
      height: 640,
      scale,
      left: Math.floor((640 - inner.innerWidth) / 2),
      top: Math.floor((640 - inner.innerHeight) / 2),
      ...inner,
    },
    run: { backend: "test", milliseconds: 1 },
    edits: {},
    candidates,
    detections: suppress(candidates),
    channelWeights(key): ChannelWeights {
      const found = weights.get(key);
      if (!found) throw new ReadableError({ what: `Layer ${key} has no channel weights` });
      return found;
    },
    featureMaps: options.featureMaps ?? makeMaps,
    release: () => undefined,
  };
}

/** Three boxes, apart from each other, one a head scale; the last one is below the usual threshold. */
export const testDetections: readonly Detection[] = [
  testDetection("P5/3/4/1", { box: [100, 60, 260, 220], confidence: 0.9, stride: 32 }),
  testDetection("P4/6/2/0", { box: [10, 20, 80, 90], confidence: 0.6, stride: 16 }),
  testDetection("P3/20/30/2", { box: [270, 10, 300, 40], confidence: 0.15, stride: 8 }),
];

/** Returns a detection of class "cat" from its id, its box as [left, top, right, bottom] and its confidence. */
export function testDetection(
  id: `P${3 | 4 | 5}/${number}/${number}/${number}`,
  {
    box: [left, top, right, bottom],
    confidence,
    stride,
  }: {
    readonly box: readonly [number, number, number, number];
    readonly confidence: number;
    readonly stride: number;
  },
): Detection {
  const [scale = "", row = 0, column = 0, anchor = 0] = id.split("/");
  return {
    id,
    box: { left, top, right, bottom },
    classIndex: 1,
    className: "cat",
    confidence,
    objectness: Math.sqrt(confidence),
    classProbability: Math.sqrt(confidence),
    headScale: `P${Number(scale.slice(1))}`,
    stride,
    cell: { row: Number(row), column: Number(column) },
    anchor: { index: Number(anchor), width: 30, height: 61 },
  };
}

function testPhoto([width, height]: readonly [number, number], seed: number): Photo {
  const pixels = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let p = 0; p < width * height; p++) {
    pixels[p * 4] = ((p % width) / width) * 255;
    pixels[p * 4 + 1] = (Math.floor(p / width) / height) * 255;
    pixels[p * 4 + 2] = (seed * 40) % 256;
  }
  return { name: `gradient ${String(seed)}.png`, width, height, pixels };
}

function plain(index: number, channels: number, stride: number): Layer {
  const named = scales.find((scale) => scale.index === index);
  return {
    index,
    key: named?.headScale ?? String(index),
    module: named ? "SEAttention" : "SPPF",
    from: [index - 1],
    consumers: [index + 1],
    repeats: 1,
    channels,
    stride,
    parameters: 1,
    line: index,
  };
}

function seLayer(
  { headScale, index, stride, channels }: (typeof scales)[number],
  { next, reference }: { readonly next: () => number; readonly reference: boolean },
): SELayer {
  const hidden = channels / 16;
  const numbers = (length: number, scale: number): Float32Array =>
    Float32Array.from({ length }, () => next() * scale);
  const usual: ChannelReference = {
    photographs: 100,
    mean: numbers(channels, 0.2).map((value) => 0.5 + value),
    deviation: numbers(channels, 0.03).map((value) => 0.05 + value),
  };
  return {
    key: headScale,
    index,
    headScale,
    stride,
    channels,
    hidden,
    reduction: 16,
    first: numbers(hidden * channels, 0.5),
    second: numbers(channels * hidden, 0.8),
    activation: "relu",
    gate: "sigmoid",
    ...(reference ? { reference: usual } : {}),
  };
}

function excite(
  layer: SELayer,
  { next, weight }: { readonly next: () => number; readonly weight: number | undefined },
): ChannelWeights {
  const squeeze = Float32Array.from({ length: layer.channels }, () => next() + 0.5);
  const dot = (matrix: Float32Array, row: number, vector: Float32Array): number =>
    vector.reduce((sum, value, i) => sum + value * (matrix[row * vector.length + i] ?? 0), 0);
  const hidden = Float32Array.from({ length: layer.hidden }, (_, k) =>
    Math.max(0, dot(layer.first, k, squeeze)),
  );
  const excitation = Float32Array.from(
    { length: layer.channels },
    (_, c) => weight ?? 1 / (1 + Math.exp(-dot(layer.second, c, hidden))),
  );
  return { squeeze, hidden, excitation };
}

/** Returns numbers in -1..1, the same for the same seed (Lehmer's generator). */
function random(seed: number): () => number {
  let state = (seed * 7919) % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  };
}
