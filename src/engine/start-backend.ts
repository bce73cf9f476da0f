/** Starts the backend that fits a wish, and WebAssembly where WebGL turns out not to work. */

import { type Tensor4D, fused, mean, mul, sigmoid, tensor4d, tidy } from "@tensorflow/tfjs-core";
import { type BackendChoice, type BackendWish, chooseBackend } from "./backend.ts";
import { messageOf } from "./errors.ts";
import { setUp } from "./set-up.ts";
import { lookAround } from "./surroundings.ts";

/** What starting needs, replaced in tests. */
export interface StartTools {
  readonly look: typeof lookAround;
  readonly setUp: typeof setUp;
  /** Rejects where the current backend computes nonsense or nothing. */
  readonly check: () => Promise<void>;
}

/**
 * Returns the choice that was started. `onLost` is told when its graphics context is lost.
 * Rejects where WebAssembly does not start either.
 */
export async function startBackend(
  wish: BackendWish,
  onLost: () => void,
  tools: StartTools = { look: lookAround, setUp, check: checkArithmetic },
): Promise<BackendChoice> {
  const around = tools.look();
  const choice = chooseBackend(wish, around);
  if (choice.backend === "wasm") {
    await tools.setUp(choice, onLost);
    return choice;
  }
  let over = false;
  try {
    await tools.setUp(choice, () => {
      if (!over) onLost();
    });
    await tools.check();
    return choice;
  } catch (error) {
    over = true;
    const instead = chooseBackend("wasm", around);
    await tools.setUp(instead, onLost);
    const why = `WebGL failed its first test (${messageOf(error)}), so WebAssembly runs instead.`;
    return { ...instead, why };
  }
}

/** Runs a small convolution with SiLU whose answer is known: some drivers start and compute wrongly. */
async function checkArithmetic(): Promise<void> {
  const values = Float32Array.from({ length: 4 * 4 * 8 }, (_, k) => (k % 11) / 8 - 0.5);
  const result = tidy(() => {
    const x = tensor4d(values, [1, 4, 4, 8]);
    const filter = tensor4d(new Float32Array(64).fill(0.1), [1, 1, 8, 8]);
    const y: Tensor4D = fused.conv2d({ x, filter, strides: 1, pad: 0, activation: "linear" });
    return mean(mul(y, sigmoid(y)), [1, 2]);
  });
  const found = await result.data<"float32">();
  result.dispose();
  const expected = expectedMean(values);
  const wrong = found.find((value) => !(Math.abs(value - expected) < 1e-3));
  if (found.length !== 8 || wrong !== undefined)
    throw new Error(`expected ${expected.toFixed(4)}, found ${String(wrong ?? found.length)}`);
}

function expectedMean(values: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 8) {
    const y = values.subarray(at, at + 8).reduce((all, value) => all + 0.1 * value, 0);
    sum += y / (1 + Math.exp(-y));
  }
  return sum / (values.length / 8);
}
