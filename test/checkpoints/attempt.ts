/** Tries a checkpoint as the page would, up to parameters that fit a plan; nothing is put on a device. */

import { readCheckpoint, readYolo } from "../../src/import/index.ts";
import { checkArrays, planNetwork, readConfig } from "../../src/network/index.ts";
import { ReadableError } from "../../src/trace/index.ts";

/** Returns "loaded", or the sentence that it was refused with. Any other error is thrown on. */
export function attempt(file: ArrayBuffer): string {
  try {
    const network = readYolo(readCheckpoint(file, "best.pt"), "best.pt");
    checkArrays(planNetwork(readConfig(network.config)), network.arrays);
    return "loaded";
  } catch (error) {
    if (error instanceof ReadableError) return error.message;
    throw error;
  }
}
