/** SE that a block holds among its other modules, as SEBottleneck does, without a module of its own. */

import type { TorchModule } from "../torch/modules.ts";
import { type ReadSE, recogniseSE } from "./se.ts";

/** Returns the SE layer inside a block of Convs, undefined where it holds none. */
export function seInside(block: TorchModule): ReadSE | undefined {
  const channels = block.children.get("cv2")?.children.get("conv")?.tensors.get("weight")?.shape[0];
  if (channels === undefined) return undefined;
  const others = [...block.children].filter(([, { className }]) => className !== "Conv");
  return recogniseSE({ ...block, children: new Map(others), tensors: new Map() }, channels);
}
