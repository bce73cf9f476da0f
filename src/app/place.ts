/** What the page's address names: "#/" the gallery, "#/channel-weights" a shipped notebook, "#/mine/…" an own one. */

/** A place in the app. */
export type Place =
  /** With the dialog of a new notebook or of opening a file, for `#/new` and `#/open`. */
  | { readonly kind: "gallery"; readonly dialog?: "new" | "open" }
  | { readonly kind: "shipped"; readonly name: string }
  | { readonly kind: "mine"; readonly id: string }
  | { readonly kind: "link"; readonly payload: string }
  /** What is known of the network that runs, and the list of the others. */
  | { readonly kind: "network" }
  | { readonly kind: "workbench" };

/** Returns the place that an address's fragment names; what stands behind "?" is a state of it. */
export function placeIn(hash: string): Place {
  const path = hash.replace(/^#?\/?/, "").split("?", 1)[0] ?? "";
  const slash = path.indexOf("/");
  const first = slash < 0 ? path : path.slice(0, slash);
  const rest = slash < 0 ? "" : path.slice(slash + 1);
  if (first === "mine" && rest !== "") return { kind: "mine", id: rest };
  if (first === "link" && rest !== "") return { kind: "link", payload: rest };
  if (first === "" || first === "mine" || first === "link") return { kind: "gallery" };
  if (first === "new" || first === "open") return { kind: "gallery", dialog: first };
  if (first === "network") return { kind: "network" };
  if (first === "workbench") return { kind: "workbench" };
  return { kind: "shipped", name: first };
}

/** Whether two places are the same. */
export function isSamePlace(a: Place, b: Place): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
