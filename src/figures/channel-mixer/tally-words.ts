/** What became of the boxes, as one sentence. */

import type { DetectionTally } from "../../explain/index.ts";
import type { Detection } from "../../trace/index.ts";
import { count } from "../parts/format.ts";

/** Returns "2 boxes went (cat, cup), 1 came (dog), 1 moved; 3 surer, 2 less sure." */
export function tallyWords({ came, went, moved, surer, lessSure }: DetectionTally): string {
  const parts = [
    went.length > 0 ? `${count(went.length, "box", "boxes")} went (${names(went)})` : "",
    came.length > 0 ? `${count(came.length, "box", "boxes")} came (${names(came)})` : "",
    moved.length > 0 ? `${count(moved.length, "box", "boxes")} moved` : "",
    surer > 0 ? `${String(surer)} surer` : "",
    lessSure > 0 ? `${String(lessSure)} less sure` : "",
  ].filter((part) => part !== "");
  return parts.length === 0
    ? "Every box is where it was, as sure to two digits."
    : `${parts.join(", ")}.`;
}

function names(detections: readonly Detection[]): string {
  const all = [...new Set(detections.map(({ className }) => className))];
  return all.length > 3 ? `${all.slice(0, 3).join(", ")} …` : all.join(", ");
}
