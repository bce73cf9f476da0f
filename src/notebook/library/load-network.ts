/** `networks` and `loadNetwork`: the networks that this page has, and another one beside the page's own. */

import { observe } from "observable:runtime/stdlib/generators/index";
import { type Model, ReadableError } from "../../trace/index.ts";
import type { NetworkEntry } from "../networks/entry.ts";
import type { Networks } from "../networks/networks.ts";

/** How a cell asks for the list: it follows what is opened, kept, renamed and removed. */
export type ListNetworks = () => AsyncGenerator<readonly NetworkEntry[], void>;

/** Returns `networks` for a page's networks. */
export function networksWith(networks: Pick<Networks, "list" | "watch">): ListNetworks {
  return () => {
    const listed = observe<readonly NetworkEntry[] | Promise<readonly NetworkEntry[]>>((change) => {
      const tell = (): void => void change(networks.list());
      tell();
      return networks.watch(tell);
    });
    return listed as AsyncGenerator<readonly NetworkEntry[], void>;
  };
}

/** How a cell asks for another network. */
export type LoadNetwork = (name: string) => AsyncGenerator<Model, void>;

/**
 * Returns `loadNetwork` for a page's networks: in its own cell a generator, in every other cell the network, which
 * is freed when the cell runs again. It throws a ReadableError where no name is given.
 */
export function loadNetworkWith(networks: Pick<Networks, "borrow">): LoadNetwork {
  return (name) => {
    if (typeof name !== "string" || name === "") {
      throw new ReadableError({
        what: "Which network?",
        expected: 'loadNetwork("SE-YOLOv5n"), or a name out of networks()',
        found: String(name),
      });
    }
    const lent = networks.borrow(name);
    const loaded = observe<Model | Promise<Model>>((change) => {
      change(lent.then(({ model }) => model));
      return () => {
        lent.then(
          ({ giveBack }) => {
            giveBack();
          },
          () => undefined,
        );
      };
    });
    return loaded as AsyncGenerator<Model, void>;
  };
}
