/** The same photograph's detections under several versions of the network, side by side. */

import { type Box, type Detection, overlap } from "../trace/index.ts";

/** One thing on the photograph and what each version made of it. */
export interface ComparedDetection {
  /** One entry a version, in their order; undefined where that version has no such box. */
  readonly found: readonly (Detection | undefined)[];
}

/** Least overlap of two boxes of one class for being the same thing, as in COCO's loosest measure. */
const same = 0.5;

/**
 * Returns every thing that any version found, the best of the first version first. A box belongs to the
 * same thing as the best overlapping one of its class that is not taken yet, at an IoU of at least 0.5.
 */
export function compareDetections(
  versions: readonly (readonly Detection[])[],
): ComparedDetection[] {
  const things: (Detection | undefined)[][] = [];
  versions.forEach((detections, version) => {
    for (const detection of detections) {
      const [best] = things
        .filter((thing) => thing[version] === undefined)
        .map((thing) => ({ thing, shared: overlapWith(thing, detection) }))
        .filter(({ shared }) => shared >= same)
        .sort((a, b) => b.shared - a.shared);
      if (best) best.thing[version] = detection;
      else {
        const thing: (Detection | undefined)[] = versions.map(() => undefined);
        thing[version] = detection;
        things.push(thing);
      }
    }
  });
  return things.map((found) => ({ found }));
}

/** What happened to a thing between the first version and another. */
export type DetectionChange = "same" | "surer" | "less sure" | "gone" | "new";

/** Returns what a version made of a thing that the first version found, or did not; confidences to two digits. */
export function detectionChange(
  first: Detection | undefined,
  other: Detection | undefined,
): DetectionChange {
  if (!first) return other ? "new" : "same";
  if (!other) return "gone";
  const difference = Math.round(other.confidence * 100) - Math.round(first.confidence * 100);
  if (difference === 0) return "same";
  return difference > 0 ? "surer" : "less sure";
}

/** Two boxes of one thing that overlap by less have moved. */
const still = 0.9;

/** Returns whether a thing's box moved or changed its size: an IoU below 0.9 of what it was. */
export function hasMoved(first: Detection | undefined, other: Detection | undefined): boolean {
  return first !== undefined && other !== undefined && overlap(whole(first), whole(other)) < still;
}

/** What became of the boxes of one version in another. */
export interface DetectionTally {
  readonly came: readonly Detection[];
  readonly went: readonly Detection[];
  /** As they were in the first version; they may be surer or less sure too. */
  readonly moved: readonly Detection[];
  readonly surer: number;
  readonly lessSure: number;
}

/** Returns what became of the first version's boxes in the other one. */
export function tallyDetections(
  first: readonly Detection[],
  other: readonly Detection[],
): DetectionTally {
  const things = compareDetections([first, other]).map(({ found: [a, b] }) => ({ a, b }));
  const changed = (change: DetectionChange): typeof things =>
    things.filter(({ a, b }) => (a ?? b) && detectionChange(a, b) === change);
  return {
    came: changed("new").flatMap(({ b }) => b ?? []),
    went: changed("gone").flatMap(({ a }) => a ?? []),
    moved: things.flatMap(({ a, b }) => (a && hasMoved(a, b) ? a : [])),
    surer: changed("surer").length,
    lessSure: changed("less sure").length,
  };
}

function overlapWith(thing: readonly (Detection | undefined)[], detection: Detection): number {
  const known = thing.find((one) => one !== undefined);
  if (known?.classIndex !== detection.classIndex) return 0;
  return overlap(whole(known), whole(detection));
}

function whole({ box, unclipped }: Detection): Box {
  return unclipped ?? box;
}
