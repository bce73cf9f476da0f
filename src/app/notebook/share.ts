/** Makes the links that the share window offers. */

import type { KeptSession } from "../../notebook/keep/kept-session.ts";
import type { ReadableError } from "../../trace/index.ts";
import { readable } from "../../trace/index.ts";
import { addressIn } from "../entry/entry.ts";

/** A link that can be copied, or why there is none. */
export type Offer =
  | { readonly kind: "link"; readonly address: string }
  | { readonly kind: "none"; readonly problem: ReadableError };

/** What can be shared of a notebook. */
export interface Offers {
  /** "state": a shipped notebook as it stands here; "notebook": all its cells as well. */
  readonly carries: "state" | "notebook";
  readonly offer: Offer;
  /** How many own photographs are chosen in it, which no link carries. */
  readonly photos: number;
}

/** Resolves with the link for a notebook as it stands; never rejects. */
export async function offerOf(kept: KeptSession): Promise<Offers> {
  const { text, states, base, photos: own } = kept.notebook;
  const photos = own.length;
  const app = homeAddress();
  const shipped = !kept.kept && base !== undefined;
  const carries = shipped ? "state" : "notebook";
  try {
    if (shipped) {
      const address = await stateAddress(`${app}#/${base}`, states);
      return { carries, photos, offer: { kind: "link", address } };
    }
    const { linkTo } = await import("../../notebook/files/link.ts");
    const link = await linkTo({ text, states }, { app });
    const none = link.kind === "too long";
    return { carries, photos, offer: none ? { kind: "none", problem: link.problem } : link };
  } catch (thrown) {
    const problem = readable(thrown, "There is no link for this notebook");
    return { carries, photos, offer: { kind: "none", problem } };
  }
}

async function stateAddress(
  notebook: string,
  states: Readonly<Record<string, unknown>>,
): Promise<string> {
  const parameters = new URLSearchParams(location.hash.split("?", 2)[1] ?? "");
  parameters.delete("view");
  if (Object.keys(states).length > 0) {
    const { statesToAddress } = await import("../../notebook/files/states.ts");
    parameters.set("view", statesToAddress(states));
  }
  const query = parameters.toString();
  return query === "" ? notebook : `${notebook}?${query}`;
}

/** Returns the app's address without what this page was opened with. */
function homeAddress(): string {
  const url = new URL(addressIn("index", location.href));
  url.search = "";
  url.hash = "";
  return url.href;
}
