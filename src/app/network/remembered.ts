/** Remembers which kept network this browser used last, in the address and beside it. */

import { bundledId } from "../../notebook/networks/entry.ts";
import { writeAddress } from "../write-address.ts";

const key = "se-lens.network";

/** Returns the identifier of the network that the address names, or else that was used last. */
export function rememberedNetwork(address: URLSearchParams): string | undefined {
  const named = address.get("model");
  if (named !== null && named !== "") return named;
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a network; the bundled one, and one that is not kept, is not remembered but forgets the one before. */
export function rememberNetwork(id: string | undefined): void {
  const wanted = id === bundledId ? undefined : id;
  writeAddress("model", wanted);
  try {
    if (wanted === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, wanted);
  } catch {
    // Without storage the address alone remembers.
  }
}
