/** Versions of the network on one photograph → the rows of a table. */

import { compareDetections, detectionChange } from "../../explain/index.ts";
import type { Trace } from "../../trace/index.ts";
import type { Row } from "../parts/save/save.ts";

/** One version of the network, by what it found. */
export interface Version {
  readonly name: string;
  readonly trace: Trace;
}

/** Returns one row a thing and version, compared with the first version. */
export function comparisonRows(versions: readonly Version[]): Row[] {
  const things = compareDetections(versions.map(({ trace }) => trace.detections));
  return things.flatMap(({ found }, thing) =>
    versions.map(({ name }, i) => ({
      thing: thing + 1,
      class: found.find((one) => one !== undefined)?.className,
      version: name,
      change: i === 0 ? "" : detectionChange(found[0], found[i]),
      headScale: found[i]?.headScale,
      confidence: found[i]?.confidence,
      ...found[i]?.box,
    })),
  );
}
