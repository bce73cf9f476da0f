/** Which of the two pages a notebook belongs to: "index" reaches no server but its own, "online" any. */

/** One of the app's pages. */
export type Entry = "index" | "online";

/** Returns the page that a path names. */
export function entryOf(pathname: string): Entry {
  return pathname.endsWith("/online.html") ? "online" : "index";
}

/** Returns the address of what stands in `address`, its query and its route, in another page. */
export function addressIn(entry: Entry, address: string): string {
  const url = new URL(address);
  const folder = url.pathname.replace(/[^/]*$/, "");
  url.pathname = entry === "online" ? `${folder}online.html` : folder;
  return url.href;
}

/** What to do with a notebook that is about to run. */
export type Step = "run" | "move" | "ask";

/** Returns what to do in a page with a notebook that may use the network or not; `agreed` is asked in every visit. */
export function nextStep(
  here: Entry,
  { network, agreed }: { readonly network: boolean; readonly agreed: boolean },
): Step {
  if (network !== (here === "online")) return "move";
  return network && !agreed ? "ask" : "run";
}

/** Returns the part of an address that says what is open, without what is only a state of it: "#/mine/a1". */
export function placeOf(hash: string): string {
  return hash.split("?", 1)[0] ?? "";
}
