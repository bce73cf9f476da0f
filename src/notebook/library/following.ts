/** A name of the library whose value changes with the page's network. */

import { observe } from "observable:runtime/stdlib/generators/index";
import type { Networks } from "../networks/networks.ts";

/** What is followed. */
export type Followed = Pick<Networks, "current" | "watch">;

/**
 * Returns the definition of a name: made anew when another network runs, so that the cells that use it run again.
 */
export function following<T>(networks: Followed, make: () => T): () => unknown {
  return () =>
    observe<T>((change) => {
      let { id } = networks.current;
      change(make());
      return networks.watch(() => {
        if (networks.current.id === id) return;
        ({ id } = networks.current);
        change(make());
      });
    });
}
