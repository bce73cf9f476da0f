/** What faithfulness curves come to, in words and rows. */

import type { FaithfulnessCurve } from "../../trace/index.ts";
import { share } from "../parts/format.ts";
import { insideSentence } from "../parts/methods.ts";
import type { Row } from "../parts/save/save.ts";
import type { CurveGroup } from "./marks.ts";

/** Returns whether a method's order beats the random one, by both areas, one of them or none. */
export function verdict({ of, curves }: CurveGroup): string {
  const base = curves.find(({ method }) => method === "random");
  const own = curves.filter(({ method }) => method !== "random");
  if (own.length === 0) return "";
  const best = own.reduce((a, b) => (gain(b) > gain(a) ? b : a));
  const name = insideSentence(best.method);
  const numbers = `${share(best.deletionArea)} under deletion, ${share(best.insertionArea)} under insertion`;
  if (!base) return `Over ${of}, the order by ${name} does best: ${numbers}.`;
  const beaten = own.filter((one) => gain(one) > gain(base)).length;
  const random = `against ${share(base.deletionArea)} and ${share(base.insertionArea)} at random`;
  if (beaten === 0) return `Over ${of}, no order is better than a random one (${random}).`;
  const others =
    own.length === 1
      ? ""
      : ` ${beaten === own.length ? "All" : `${String(beaten)} of ${String(own.length)}`} methods' orders are better than a random one.`;
  return `Over ${of}, the order by ${name} does best: ${numbers}, ${random}.${others}`;
}

/** How much higher the insertion's area is than the deletion's. */
function gain({ deletionArea, insertionArea }: FaithfulnessCurve): number {
  return insertionArea - deletionArea;
}

/** Returns one row a curve and step. */
export function curveRows(curves: readonly FaithfulnessCurve[]): Row[] {
  return curves.flatMap((curve) =>
    Array.from(curve.shares, (changed, k) => ({
      ...{ of: curve.of, method: curve.method, target: curve.target, share: changed },
      ...{ deletion: curve.deletion[k], insertion: curve.insertion[k] },
      ...{ deletion_area: curve.deletionArea, insertion_area: curve.insertionArea },
    })),
  );
}
