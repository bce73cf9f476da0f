/** Runs a loaded network on a photograph on Node, with TensorFlow.js on WebAssembly. */

import { fileURLToPath } from "node:url";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { type Tensor, ready, setBackend, tensor3d } from "@tensorflow/tfjs-core";
import { letterbox } from "../image/letterbox.ts";
import { decodeDetections, forward } from "../network/index.ts";
import {
  type ChannelWeights,
  type Detection,
  type LayerKey,
  type Letterbox,
  type Photo,
  suppress,
} from "../trace/index.ts";
import type { Options } from "./options.ts";
import type { LoadedModel } from "./read-model.ts";

/** What one photograph gave. */
export interface Inspection {
  readonly photo: Photo;
  readonly letterbox: Letterbox;
  /** After NMS, best first. */
  readonly detections: readonly Detection[];
  readonly seLayers: ReadonlyMap<LayerKey, ChannelWeights>;
}

/** Makes WebAssembly the backend. */
export async function startBackend(): Promise<void> {
  const entry = import.meta.resolve("@tensorflow/tfjs-backend-wasm/package.json");
  setWasmPaths(fileURLToPath(new URL("dist/", entry)));
  await setBackend("wasm");
  await ready();
}

/** Returns what the network finds and what its SE layers compute. Every tensor is freed. */
export async function inspectPhoto(
  { plan, parameters }: LoadedModel,
  photo: Photo,
  { size, confidence, iou }: Pick<Options, "size" | "confidence" | "iou">,
): Promise<Inspection> {
  const fitted = letterbox(photo, size);
  const pixels = tensor3d(fitted.pixels, [size.height, size.width, 3]);
  try {
    const kept = forward(plan, parameters, { pixels });
    try {
      const logits = await Promise.all(
        kept.logits.map(async (tensor) => {
          const [rows = 0, columns = 0] = tensor.shape;
          return { rows, columns, values: await read(tensor) };
        }),
      );
      const seLayers = await Promise.all(
        [...kept.seLayers].map(async ([key, se]): Promise<[LayerKey, ChannelWeights]> => [
          key,
          {
            squeeze: await read(se.squeeze),
            hidden: await read(se.hidden),
            excitation: await read(se.excitation),
          },
        ]),
      );
      const candidates = decodeDetections(plan, logits, {
        letterbox: fitted.letterbox,
        photo,
        floor: confidence,
      });
      const detections = suppress(candidates, { confidence, iou });
      return { photo, letterbox: fitted.letterbox, detections, seLayers: new Map(seLayers) };
    } finally {
      kept.dispose();
    }
  } finally {
    pixels.dispose();
  }
}

function read(tensor: Tensor): Promise<Float32Array> {
  return tensor.data<"float32">();
}
