/** What every step of the stepper is given: the numbers, what is looked at, and how to look elsewhere. */

import type { Trace } from "../../trace/index.ts";
import type { Block } from "./block.ts";

/** A look at a block. */
export interface View {
  readonly trace: Trace;
  readonly block: Block;
  /** Pointed at, else selected, else the figure's own choice. */
  readonly channel: number;
  readonly unit: number;
  /** Room there is for the open step, in CSS pixels. */
  readonly width: number;
  readonly onchannel: (channel: number) => void;
  readonly onunit: (unit: number) => void;
  readonly onhoverchannel: (channel: number | undefined) => void;
  readonly onhoverunit: (unit: number | undefined) => void;
}
