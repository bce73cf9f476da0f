/** `plan`: a configuration's layers with shapes and costs, without loading or running anything. */

import type { ArchitectureOptions, Engine } from "../../engine/index.ts";
import type { Architecture } from "../../trace/index.ts";

/** Returns `plan` for an engine. Rejects with a ReadableError whose parts say the line. */
export function planWith(
  engine: Engine,
): (text: string, options?: ArchitectureOptions) => Promise<Architecture> {
  return (text, options = {}) => engine.architecture(text, options);
}
