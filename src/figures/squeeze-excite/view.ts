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
  /** Colours of signed numbers, lowered to raised, as a ramp and as its table. */
  readonly signed: {
    readonly ramp: (share: number) => string;
    readonly table: Uint8ClampedArray;
  };
  /** Room there is for the open step, in CSS pixels. */
  readonly width: number;
  readonly onchannel: (channel: number) => void;
  readonly onunit: (unit: number) => void;
  readonly onhoverchannel: (channel: number | undefined) => void;
  readonly onhoverunit: (unit: number | undefined) => void;
}

/** From this width on a step shows two things side by side; its styles say the same in rem. */
const twoColumns = 608;

/** Returns the width of one of the columns in which a step shows its sum and its curve. */
export function columnWidth(width: number): number {
  return width < twoColumns ? width : (width - 32) / 2;
}
