/** Sees to it that a notebook runs in the page it belongs to, and that only the page's own notebook does. */

import { type Entry, addressIn, entryOf, nextStep, placeOf } from "./entry.ts";

/** The page that this is. Read once: a notebook's code can change the address, but not the page's policy. */
export const here: Entry = entryOf(location.pathname);

const opened = placeOf(location.hash);
let agreed = false;

/** What became of a wish to run. "moving": the browser is on its way to the other page. */
export type Entered = "run" | "moving" | "refused";

/**
 * Returns whether a notebook may run here and now; called before any of its code runs. Moves to the other page
 * where it belongs there. In "online" the person is asked once a visit, since what is kept in the browser can
 * be written by any notebook that runs; "refused" is their no, upon which the notebook's permission is to be
 * taken back.
 */
export function enter({ network, title }: { network: boolean; title: string }): Entered {
  switch (nextStep(here, { network, agreed })) {
    case "run":
      return "run";
    case "move":
      location.replace(addressIn(network ? "online" : "index", location.href));
      return "moving";
    case "ask":
      agreed = confirm(
        `“${title}” may use the network: its code can send what it sees here, your photographs too, ` +
          "to any server, and load from there.\n\nLet it, until this page is closed?",
      );
      return agreed ? "run" : "refused";
  }
}

/** Leaves "online" for "index" as soon as anything else is opened; called once, when the app starts. */
export function keepToOneNotebook(): void {
  if (here !== "online") return;
  if (!opened.startsWith("#/mine/")) location.replace(addressIn("index", location.href));
  addEventListener("hashchange", () => {
    if (placeOf(location.hash) !== opened) location.replace(addressIn("index", location.href));
  });
}
