/** Every module type that a configuration may name. A new one is one file and one line here. */

import { Add } from "./add.ts";
import { Bottleneck } from "./bottleneck.ts";
import { C2f } from "./c2f.ts";
import { C3 } from "./c3.ts";
import { Concat } from "./concat.ts";
import { Conv } from "./conv.ts";
import { DetectDFL } from "./detect-dfl.ts";
import { Detect } from "./detect.ts";
import type { ModuleType } from "./module.ts";
import { MP } from "./mp.ts";
import { SEAttention } from "./se-attention.ts";
import { SP } from "./sp.ts";
import { SPPCSPC } from "./sppcspc.ts";
import { SPPF } from "./sppf.ts";
import { SqueezeExcitation } from "./squeeze-excitation.ts";
import { Upsample } from "./upsample.ts";

// A plan is only ever given back to the module type that made it, so its own kind of plan is erased here.
const erased = [
  Conv,
  Bottleneck,
  C3,
  C2f,
  SPPF,
  SPPCSPC,
  MP,
  SP,
  SEAttention,
  SqueezeExcitation,
  Concat,
  Add,
  Upsample,
  Detect,
  DetectDFL,
] as unknown as ModuleType[];

/** Module types by the name that the configuration uses. */
export const moduleTypes: ReadonlyMap<string, ModuleType> = new Map(
  erased.map((type) => [type.name, type]),
);
